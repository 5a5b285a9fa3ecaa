package io.nightjar.dense;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;

import io.nightjar.run.UserError;
import java.util.BitSet;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Brings small tables keyed by dense numbers into primitive arrays on the driver, from where they
 * are broadcast. A budget in bytes bounds what is brought.
 */
public final class DenseArrays {
  /** An offset, and an id longer than most. */
  private static final int NAME_BYTES = 72;

  private final String key;
  private long left;
  private final long budget;

  /**
   * Arrays within a budget.
   *
   * @param budget bytes that all arrays together may take
   * @param key the configuration key that sets the budget, for the error
   */
  public DenseArrays(long budget, String key) {
    this.budget = budget;
    this.left = budget;
    this.key = key;
  }

  /** How many dense numbers an index uses: its greatest and one more. */
  public static int size(Dataset<Row> index, String ix) {
    return index.agg(coalesce(max(ix), lit(-1))).collectAsList().get(0).getInt(0) + 1;
  }

  /** Names by number; {@code rows} has number and text, numbers 0 to {@code size} − 1. */
  public Names names(Dataset<Row> rows, String ix, String text, int size) {
    take((long) size * NAME_BYTES, "the names of " + size + " rows");
    return Names.read(rows, ix, text, 0, size);
  }

  /**
   * Vectors by number, row-major.
   *
   * @param rank length of each vector; a number without a row keeps zeros
   */
  public float[] vectors(Dataset<Row> rows, String ix, String vector, int size, int rank) {
    long floats = (long) size * rank;
    take(floats * Float.BYTES, size + " vectors of " + rank + " floats");
    if (floats > Integer.MAX_VALUE - 8) {
      throw new UserError(
          "Cannot hold %,d vectors of %,d floats in one array; lower train.rank"
              .formatted(size, rank));
    }
    return PackedVectors.read(rows, ix, vector, 0, size, rank, new BitSet());
  }

  private void take(long bytes, String thing) {
    left -= bytes;
    if (left < 0) {
      throw new UserError(
          "The model does not fit: with %s it takes %,d bytes, %s allows %,d; raise it and the memory of driver and executors"
              .formatted(thing, budget - left, key, budget));
    }
  }
}
