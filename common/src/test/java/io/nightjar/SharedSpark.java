package io.nightjar;

import io.nightjar.run.SparkSettings;
import io.nightjar.store.LocalFiles;
import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;

/** The one Spark session of a test JVM; a new one after a test of the command line stopped it. */
public final class SharedSpark {
  /** What a JVM that is started with {@code -Dspark.…} may have otherwise. */
  private static final Map<String, String> DEFAULTS =
      Map.ofEntries(
          Map.entry("spark.master", "local[2]"),
          Map.entry("spark.app.name", "nightjar tests"),
          Map.entry("spark.ui.enabled", "false"),
          // Tables of a few rows: a task costs more than its rows, a stage less than a look at its
          // size, and many plans share what is compiled and small pages of memory.
          Map.entry("spark.sql.shuffle.partitions", "2"),
          Map.entry("spark.sql.adaptive.enabled", "false"),
          Map.entry("spark.sql.codegen.cache.maxEntries", "2000"),
          Map.entry("spark.buffer.pageSize", "2m"),
          Map.entry("spark.driver.host", "127.0.0.1"),
          Map.entry("spark.driver.bindAddress", "127.0.0.1"),
          Map.entry("spark.sql.warehouse.dir", "target/spark-warehouse"));

  private static SparkSession session;

  /** The session; shared, so a test must not change its settings. */
  public static synchronized SparkSession session() {
    if (session == null || session.sparkContext().isStopped()) {
      session = open();
    }
    return session;
  }

  private static SparkSession open() {
    SparkConf conf = new SparkConf();
    DEFAULTS.forEach(conf::setIfMissing);
    SparkSettings.MANDATORY.forEach(conf::set);
    LocalFiles.install(conf);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  private SharedSpark() {}
}
