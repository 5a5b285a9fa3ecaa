package io.nightjar.dense;

import static org.apache.spark.sql.functions.col;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
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
  public static Dataset<VectorRow> read(Dataset<Row> table, String id, String factors) {
    return table
        .select(col(id).as("id"), col(factors).as("factors"))
        .as(Encoders.bean(VectorRow.class));
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
