package io.nightjar.cli;

import io.nightjar.run.SparkSettings;
import io.nightjar.run.UserError;
import io.nightjar.store.LocalFiles;
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

  private Sessions() {}

  /** A session; closing it stops Spark, if it was this that started it. */
  record Session(SparkSession spark, boolean started) implements AutoCloseable {
    @Override
    public void close() {
      if (started) {
        spark.stop();
      }
    }
  }

  /**
   * Opens the session under the settings that the process was started with and the mandatory ones.
   *
   * @param name the application's name in Spark's user interface and in a cluster's list of jobs
   * @throws UserError if the process was not started as a Spark application
   */
  static Session open(String name) {
    SparkConf conf = settings(new SparkConf());
    if (!conf.contains("spark.master")) {
      throw new UserError(
          "Spark has no master; start Nightjar by submit/bin/nightjar, or by spark-submit --master");
    }
    boolean started = SparkSession.getDefaultSession().isEmpty();
    if (started) {
      LocalFiles.install(conf);
    }
    return new Session(SparkSession.builder().appName(name).config(conf).getOrCreate(), started);
  }

  /**
   * The given settings with the mandatory ones on top; a setting that says otherwise is overridden
   * with a warning.
   */
  static SparkConf settings(SparkConf given) {
    SparkConf conf = given.clone();
    SparkSettings.MANDATORY.forEach(
        (key, value) -> {
          if (!conf.get(key, value).equalsIgnoreCase(value)) {
            LOG.warn("{} = {} is overridden: Nightjar needs {}", key, conf.get(key), value);
          }
          conf.set(key, value);
        });
    return conf;
  }
}
