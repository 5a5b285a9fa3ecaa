package io.nightjar;

import io.nightjar.run.SparkSettings;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM; a new one after a test of the command line stopped it. */
public final class SharedSpark {
  private static SparkSession session;

  /** The session; shared, so a test must not change its settings. */
  public static synchronized SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      session = open();
    }
    return session;
  }

  private static SparkSession open() {
    return SparkSession.builder()
        .master(System.getProperty("spark.master", "local[2]"))
        .appName("nightjar tests")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        // Tables of a few rows: a stage is cheaper than a look at its size, and the many plans of
        // a test run share what is compiled and small pages of memory.
        .config("spark.sql.adaptive.enabled", "false")
        .config("spark.sql.codegen.cache.maxEntries", "2000")
        .config("spark.buffer.pageSize", "2m")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.warehouse.dir", "target/spark-warehouse")
        .config(mandatory())
        .getOrCreate();
  }

  private static SparkConf mandatory() {
    SparkConf conf = new SparkConf();
    SparkSettings.MANDATORY.forEach(conf::set);
    return conf;
  }

  private SharedSpark() {}
}
