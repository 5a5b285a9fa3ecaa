package io.nightjar.linalg;

/** Powers of counts, with StrictMath, whose last bit is the same on every processor. */
final class Powers {
  /** {@code count^exponent}; of 0, which no pair is met with, that of 1. */
  static double of(int count, double exponent) {
    return StrictMath.pow(Math.max(1, count), exponent);
  }

  /** For each column of a window, a power of its item's users. */
  static double[] ofUsers(ItemStats stats, ColumnWindow window, double exponent) {
    double[] powers = new double[window.width];
    for (int column = 0; column < window.width; column++) {
      powers[column] = of(stats.users(window.first + column), exponent);
    }
    return powers;
  }

  private Powers() {}
}
