package io.nightjar.cli;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the Spark session of a run.
 *
 * <p>The settings that results depend on are here and nowhere else. They are set by the program
 * itself, so that they hold however it was started: by {@code bin/nightjar}, by a plain {@code
 * spark-submit}, or on a cluster whose own defaults say otherwise. Settings that change only speed
 * are in {@code conf/spark-defaults.conf} and are anybody's to change.
 */
final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /** Settings without which a night would be wrong, or differ from one cluster to the next. */
  static final Map<String, String> MANDATORY = mandatory();

  private Sessions() {}

  /**
   * Opens the session under the settings that the process was started with and the mandatory ones.
   *
   * @param name the application's name in Spark's user interface and in a cluster's list of jobs
   */
  static SparkSession open(String name) {
    return SparkSession.builder().appName(name).config(settings(new SparkConf())).getOrCreate();
  }

  /**
   * The given settings with the mandatory ones on top; a setting that says otherwise is overridden
   * with a warning.
   */
  static SparkConf settings(SparkConf given) {
    SparkConf conf = given.clone();
    MANDATORY.forEach(
        (key, value) -> {
          if (!conf.get(key, value).equalsIgnoreCase(value)) {
            LOG.warn("{} = {} is overridden: Nightjar needs {}", key, conf.get(key), value);
          }
          conf.set(key, value);
        });
    return conf;
  }

  private static Map<String, String> mandatory() {
    Map<String, String> conf = new LinkedHashMap<>();

    // The day of an event must not depend on where the night runs.
    conf.put("spark.sql.session.timeZone", "UTC");

    // An overflow, a bad cast or an index past the end stops the night; it never becomes a null or
    // another number. Where bad input is expected, the code says try_cast.
    conf.put("spark.sql.ansi.enabled", "true");

    // A source file that cannot be read stops the night: the alternative is to drop its rows
    // silently.
    conf.put("spark.sql.files.ignoreCorruptFiles", "false");
    conf.put("spark.sql.files.ignoreMissingFiles", "false");
    // A flipped bit in a page is an error; by default it is read as data.
    conf.put("spark.hadoop.parquet.page.verify-checksum.enabled", "true");

    // Version 2 makes a task's files visible before the job has succeeded.
    conf.put("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1");

    // What tasks carry and broadcasts hold are records, which Spark's Kryo cannot write.
    conf.put("spark.serializer", "org.apache.spark.serializer.JavaSerializer");

    // Spark's other type of timestamp, INT96, has no statistics and is deprecated in Parquet.
    conf.put("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS");
    // The sizes that shape a Parquet file, which a cluster's Hadoop configuration could change, and
    // which HDFS would change by padding to its blocks: the same rows give the same bytes.
    conf.put("spark.hadoop.parquet.block.size", String.valueOf(128L << 20));
    conf.put("spark.hadoop.parquet.page.size", String.valueOf(1L << 20));
    conf.put("spark.hadoop.parquet.page.row.count.limit", "20000");
    conf.put("spark.hadoop.parquet.writer.max-padding", "0");

    return Collections.unmodifiableMap(conf);
  }
}
