package io.nightjar.report;

import java.util.List;
import java.util.stream.IntStream;

/**
 * Maps values from 0 to a round number at or above the largest to pixels, with ticks at round
 * numbers: 1, 2, 2.5 or 5 times a power of ten apart (after Heckbert, "Nice Numbers for Graph
 * Labels", Graphics Gems, 1990).
 *
 * @param step distance between ticks
 * @param intervals number of steps from 0 to the end
 * @param from pixel of 0
 * @param to pixel of the end
 */
record LinearScale(double step, int intervals, double from, double to) {
  private static final int MOST_INTERVALS = 4;

  /**
   * A scale for values from 0 to the largest.
   *
   * @param smallestStep ticks are not nearer: 1 for counts
   */
  static LinearScale upTo(double largest, double smallestStep, double from, double to) {
    double step = Math.max(smallestStep, nice(largest / MOST_INTERVALS));
    // A hair less, so that 3 × 0.1 needs three steps of 0.1 and not four.
    int intervals = (int) Math.max(1, Math.ceil(largest / step - 1e-9));
    return new LinearScale(step, intervals, from, to);
  }

  private static double nice(double raw) {
    if (!(raw > 0)) {
      return 0.25;
    }
    double magnitude = Math.pow(10, Math.floor(Math.log10(raw)));
    double ratio = raw / magnitude;
    for (double candidate : new double[] {1, 2, 2.5, 5}) {
      if (ratio <= candidate + 1e-9) {
        return candidate * magnitude;
      }
    }
    return 10 * magnitude;
  }

  /** Pixel of a value. */
  double at(double value) {
    return from + (to - from) * value / (step * intervals);
  }

  /** Values of the ticks, ascending from 0. */
  List<Double> ticks() {
    return IntStream.rangeClosed(0, intervals).mapToObj(i -> i * step).toList();
  }
}
