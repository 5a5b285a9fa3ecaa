package io.nightjar.generate;

import java.time.Duration;
import java.util.stream.IntStream;

/** When visits begin: by weekday, by hour, and more of them as users arrive. */
final class Rhythm {
  static final long DAY = Duration.ofDays(1).toMillis();
  static final long HOUR = Duration.ofHours(1).toMillis();
  static final long MINUTE = Duration.ofMinutes(1).toMillis();

  /** Monday first. */
  private static final double[] WEEKDAYS = {1.0, 0.95, 0.95, 1.0, 1.1, 1.3, 1.25};

  private static final Weighted HOURS =
      new Weighted(
          10, 6, 4, 3, 3, 4, 8, 14, 20, 25, 28, 31, 34, 33, 31, 31, 34, 40, 48, 57, 60, 50, 34, 19);

  private final Weighted days;

  Rhythm(Generator.Spec spec) {
    int first = spec.start().getDayOfWeek().getValue() - 1;
    days =
        new Weighted(
            IntStream.range(0, spec.days())
                .mapToDouble(d -> WEEKDAYS[(first + d) % 7] * (1 + 0.4 * d / spec.days()))
                .toArray());
  }

  /** Milliseconds after the log's first midnight. */
  long draw(Draws draws) {
    long hour = days.draw(draws) * 24L + HOURS.draw(draws);
    return hour * HOUR + draws.below((int) HOUR);
  }
}
