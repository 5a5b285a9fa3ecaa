package io.nightjar.bench;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How all sides of a contest write what they have made. */
final class Results {
  /**
   * Writes Parquet, without dictionaries: factors and scores hardly repeat.
   *
   * @param folder not there yet
   */
  static void write(Dataset<Row> rows, String folder) {
    rows.write().option("parquet.enable.dictionary", "false").parquet(folder);
  }

  private Results() {}
}
