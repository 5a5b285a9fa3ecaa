package io.nightjar.generate;

/**
 * Ranks by the Zipf–Mandelbrot law: rank x is drawn with a density of (x + q)^−s on [0, size).
 *
 * <p>The inverse of the continuous distribution function, cut to whole ranks: no table, whatever
 * the size. StrictMath, because Math.pow may differ in its last bit from machine to machine.
 */
final class Zipf {
  private final int size;
  private final double offset;
  private final double power;
  private final double low;
  private final double high;

  /**
   * A law over ranks.
   *
   * @param size number of ranks, 1 or more
   * @param exponent s, above 0 and not 1
   * @param offsetShare q as a share of size, above 0: the flatter the head, the larger
   */
  Zipf(int size, double exponent, double offsetShare) {
    this.size = size;
    this.offset = offsetShare * size;
    this.power = 1 - exponent;
    this.low = StrictMath.pow(offset, power);
    this.high = StrictMath.pow(size + offset, power);
  }

  /** The rank, from 0, below which a share of {@code unit} of all draws fall. */
  int at(double unit) {
    double x = StrictMath.pow(low + unit * (high - low), 1 / power) - offset;
    return Math.max(0, Math.min(size - 1, (int) x));
  }
}
