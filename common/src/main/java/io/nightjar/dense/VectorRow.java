package io.nightjar.dense;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A numbered vector as a row: a bean, because Spark encodes its array without boxing a number. */
public final class VectorRow {
  private int id;
  private float[] factors;

  /** A row of these. */
  public static VectorRow of(int id, float[] factors) {
    VectorRow row = new VectorRow();
    row.setId(id);
    row.setFactors(factors);
    return row;
  }

  /**
   * The rows of a table.
   *
   * @param id its column of numbers
   * @param factors its column of arrays of floats
   */
  public static JavaRDD<VectorRow> read(Dataset<Row> table, String id, String factors) {
    return InternalRows.of(table.select(id, factors))
        .map(row -> of(row.getInt(0), row.getArray(1).toFloatArray()));
  }

  public int getId() {
    return id;
  }

  public void setId(int id) {
    this.id = id;
  }

  public float[] getFactors() {
    return factors;
  }

  public void setFactors(float[] factors) {
    this.factors = factors;
  }
}
