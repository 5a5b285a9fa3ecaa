package io.nightjar.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of Spark without which a night would be wrong, or differ between clusters. */
public final class SparkSettings {
  /** Settings by key; they hold whatever the cluster's own say. */
  public static final Map<String, String> MANDATORY = mandatory();

  private static Map<String, String> mandatory() {
    Map<String, String> conf = new LinkedHashMap<>();

    // The day of an event must not depend on where the night runs.
    conf.put("spark.sql.session.timeZone", "UTC");

    // One bad row must not end a night: an expression of the configuration that fails on a row
    // gives
    // null, and the row goes to quarantine.
    conf.put("spark.sql.ansi.enabled", "false");

    // A folder id=007 holds the id 007, not the number 7.
    conf.put("spark.sql.sources.partitionColumnTypeInference.enabled", "false");

    // A source file that cannot be read stops the night: the alternative is to drop its rows
    // silently.
    conf.put("spark.sql.files.ignoreCorruptFiles", "false");
    conf.put("spark.sql.files.ignoreMissingFiles", "false");
    // A flipped bit in a page is an error; by default it is read as data.
    conf.put("spark.hadoop.parquet.page.verify-checksum.enabled", "true");

    // Version 2 makes a task's files visible before the job has succeeded.
    conf.put("spark.hadoop.mapreduce.fileoutputcommitter.algorithm.version", "1");

    // What says that a table is whole is its manifest.
    conf.put("spark.hadoop.mapreduce.fileoutputcommitter.marksuccessfuljobs", "false");

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

    // A snapshot names its files, often many small ones; looking each up is faster than a Spark
    // job.
    conf.put("spark.sql.sources.parallelPartitionDiscovery.threshold", "10000");

    return Collections.unmodifiableMap(conf);
  }

  private SparkSettings() {}
}
