package io.nightjar.generate;

import java.util.Arrays;

/** A choice among a few, each with its weight. */
final class Weighted {
  private final double[] cumulative;

  Weighted(double... weights) {
    cumulative = weights.clone();
    for (int i = 1; i < cumulative.length; i++) {
      cumulative[i] += cumulative[i - 1];
    }
  }

  /** Index of a choice. */
  int draw(Draws draws) {
    double target = draws.unit() * cumulative[cumulative.length - 1];
    int found = Arrays.binarySearch(cumulative, target);
    return Math.min(cumulative.length - 1, found < 0 ? -found - 1 : found + 1);
  }
}
