package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array_repeat;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * Event rows of which one pass leaves what must be known before they are read for good: good ones
 * by source and date, bad ones whole.
 */
final class Alike {
  /** Column with how often a row was there. */
  static final String TIMES = "__times";

  /**
   * Groups rows.
   *
   * @param rows rows of {@link EventRows}
   * @return source, reason, date (of good ones), file and bytes (of bad ones), {@link #TIMES}
   */
  static Dataset<Row> of(Dataset<Row> rows) {
    Column good = col(Columns.REASON).isNull();
    return rows.groupBy(
            col(Columns.SOURCE),
            col(Columns.REASON),
            when(good, col(Columns.DATE)).as(Columns.DATE),
            when(good, lit("")).otherwise(col(Columns.FILE)).as(Columns.FILE),
            col(Columns.RAW))
        .agg(count(lit(1)).as(TIMES));
  }

  /** The bad rows, each as often as it was there, in the columns of {@link Table#QUARANTINE}. */
  static Dataset<Row> bad(Dataset<Row> alike) {
    Column[] columns =
        Stream.of(Table.QUARANTINE.schema().fieldNames())
            .map(functions::col)
            .toArray(Column[]::new);
    return alike
        .where(col(Columns.REASON).isNotNull())
        .withColumn(TIMES, explode(array_repeat(lit(1), col(TIMES).cast("int"))))
        .select(columns);
  }

  private Alike() {}
}
