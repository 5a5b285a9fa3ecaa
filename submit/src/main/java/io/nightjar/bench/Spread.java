package io.nightjar.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Repeated measurements of one thing.
 *
 * @param median the middle one, or the mean of the two in the middle
 * @param min the least
 * @param max the greatest
 * @param count how many there are, 1 or more
 */
public record Spread(double median, double min, double max, int count) {
  /** The spread of measurements in any order. */
  static Spread of(List<Double> measurements) {
    if (measurements.isEmpty()) {
      throw new IllegalArgumentException("Cannot take the median of no measurements");
    }
    double[] sorted = measurements.stream().mapToDouble(m -> m).sorted().toArray();
    return of(sorted);
  }

  private static Spread of(double[] sorted) {
    int half = sorted.length / 2;
    double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    return new Spread(median, sorted[0], Arrays.stream(sorted).max().orElseThrow(), sorted.length);
  }
}
