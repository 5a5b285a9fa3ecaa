package io.nightjar.tune;

import java.util.Comparator;

/**
 * What a trial came to on a share of the users.
 *
 * @param trial its number
 * @param share of the users and iterations
 * @param value of the metric
 * @param low lower end of the interval of 95 % confidence
 * @param high upper end
 * @param seconds that it took
 */
public record Measured(
    int trial, double share, double value, double low, double high, double seconds) {
  /** The greatest value first, ties by trial. */
  static final Comparator<Measured> BEST_FIRST =
      Comparator.comparingDouble(Measured::value).reversed().thenComparingInt(Measured::trial);

  /** The same, as what a trial of another number came to. */
  Measured of(int number) {
    return new Measured(number, share, value, low, high, seconds);
  }
}
