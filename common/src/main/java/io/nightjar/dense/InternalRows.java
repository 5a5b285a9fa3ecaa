package io.nightjar.dense;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;

/**
 * Tables as rows in Spark's own form, and back: without an encoder, which makes an object of every
 * number of every array.
 */
public final class InternalRows {
  /** A table's rows. A row is only valid until the next one is asked for. */
  public static JavaRDD<InternalRow> of(Dataset<Row> table) {
    return ((org.apache.spark.sql.classic.Dataset<Row>) table).queryExecution().toRdd().toJavaRDD();
  }

  /** Rows, each with a value of Spark's internal type for every column, as a table. */
  public static Dataset<Row> table(
      SparkSession session, JavaRDD<InternalRow> rows, StructType schema) {
    return ((org.apache.spark.sql.classic.SparkSession) session)
        .internalCreateDataFrame(rows.rdd(), schema, false);
  }

  /** A row of values of Spark's internal types. */
  public static InternalRow row(Object... values) {
    return new GenericInternalRow(values);
  }

  private InternalRows() {}
}
