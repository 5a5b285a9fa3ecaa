package io.nightjar;

import io.nightjar.run.SparkSettings;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM. */
public final class SharedSpark {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("nightjar tests")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "4")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .config(mandatory())
          .getOrCreate();

  /** The session; shared, so a test must not stop it or change its settings. */
  public static SparkSession session() {
    return SESSION;
  }

  private static SparkConf mandatory() {
    SparkConf conf = new SparkConf();
    SparkSettings.MANDATORY.forEach(conf::set);
    return conf;
  }

  private SharedSpark() {}
}
