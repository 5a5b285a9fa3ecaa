package io.nightjar.dense;

import static org.apache.spark.sql.functions.bround;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import org.apache.spark.sql.Column;

/**
 * Sums that do not depend on the order of what is added up: of whole numbers of 2⁻²⁰, to which each
 * value is rounded. Beyond 2⁴³ they overflow, which Spark refuses.
 */
public final class ExactSum {
  private static final double ONE = 1 << 20;

  /** An aggregate: the sum of a column, for {@link #value}. */
  public static Column of(Column values) {
    return sum(bround(values.multiply(lit(ONE))).cast("long"));
  }

  /** The number that a sum stands for. */
  public static double value(long sum) {
    return sum / ONE;
  }

  /** The number that a sum stands for. */
  public static Column value(Column sum) {
    return sum.divide(lit(ONE));
  }

  private ExactSum() {}
}
