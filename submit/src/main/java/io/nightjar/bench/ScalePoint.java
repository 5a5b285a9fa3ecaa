package io.nightjar.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * A night of generated data.
 *
 * @param events events of the log
 * @param users users of the log
 * @param items items of the log
 * @param seconds wall time of the night
 * @param stages seconds of each stage, by place and name
 * @param peakResidentBytes the most memory that the process has held so far; 0 if the system does
 *     not say
 * @param peakHeapBytes the most that the heap has held in this night
 */
public record ScalePoint(
    long events,
    int users,
    int items,
    double seconds,
    SortedMap<String, Double> stages,
    long peakResidentBytes,
    long peakHeapBytes) {

  /**
   * How time grows from one size to the next: time ratio over event ratio. 1 is linear, 1.15 is 15
   * % more than linear.
   */
  static double slope(ScalePoint smaller, ScalePoint larger) {
    double time = larger.seconds / smaller.seconds;
    return time / ((double) larger.events / smaller.events);
  }

  /** The stages of all nights, in order. */
  public static List<String> stageNames(List<ScalePoint> points) {
    return points.stream().flatMap(p -> p.stages().keySet().stream()).distinct().sorted().toList();
  }

  /** Slopes from each size to the next. */
  static List<Double> slopes(List<ScalePoint> points) {
    List<Double> slopes = new ArrayList<>();
    for (int p = 1; p < points.size(); p++) {
      slopes.add(slope(points.get(p - 1), points.get(p)));
    }
    return slopes;
  }
}
