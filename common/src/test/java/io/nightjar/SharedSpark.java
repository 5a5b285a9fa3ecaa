package io.nightjar;

import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM. */
public final class SharedSpark {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2]")
          .appName("nightjar tests")
          .config("spark.ui.enabled", "false")
          .config("spark.sql.shuffle.partitions", "4")
          .config("spark.sql.session.timeZone", "UTC")
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.warehouse.dir", "target/spark-warehouse")
          .getOrCreate();

  /** The session; shared, so a test must not stop it or change its settings. */
  public static SparkSession session() {
    return SESSION;
  }

  private SharedSpark() {}
}
