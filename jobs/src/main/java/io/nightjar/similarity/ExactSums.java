package io.nightjar.similarity;

import java.io.Serializable;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Sums of numbers of 0 or more that do not depend on the order of adding: fixed-point, 63 bits
 * before the point and 63 behind it.
 */
final class ExactSums implements Serializable {
  private static final long serialVersionUID = 1;

  private final long[] wholes;
  private final long[] fractions;

  ExactSums(int length) {
    wholes = new long[length];
    fractions = new long[length];
  }

  int length() {
    return wholes.length;
  }

  /**
   * Adds to a sum; of what is smaller than 2⁻⁶³, nothing.
   *
   * @throws ArithmeticException if the sum passes 2⁶³
   */
  void add(int place, double value) {
    if (!(value < 0x1p62)) {
      throw new ArithmeticException("Cannot sum up " + value + ": too large");
    }
    long whole = (long) value;
    add(place, whole, (long) ((value - whole) * 0x1p63));
  }

  /** Adds the sums of another. */
  void add(ExactSums other) {
    for (int place = 0; place < wholes.length; place++) {
      add(place, other.wholes[place], other.fractions[place]);
    }
  }

  double sum(int place) {
    return wholes[place] + fractions[place] * 0x1p-63;
  }

  /** All sums. */
  double[] toArray() {
    IntToDoubleFunction sum = this::sum;
    return IntStream.range(0, wholes.length).mapToDouble(sum).toArray();
  }

  private void add(int place, long whole, long fraction) {
    long sum = fractions[place] + fraction;
    // The sign bit is the carry.
    fractions[place] = sum & Long.MAX_VALUE;
    wholes[place] = Math.addExact(wholes[place], Math.addExact(whole, sum >>> 63));
  }
}
