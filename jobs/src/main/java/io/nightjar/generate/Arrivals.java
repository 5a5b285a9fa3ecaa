package io.nightjar.generate;

/**
 * On which day each of {@code count} numbers is first there: a share from the start, the others
 * evenly over the days after.
 */
record Arrivals(int count, int initial, int days) {
  static Arrivals of(int count, double initialShare, int days) {
    int initial = days == 1 ? count : Math.max(1, (int) Math.ceil(count * initialShare));
    return new Arrivals(count, initial, days);
  }

  /** Day, from 0, of a number's arrival. */
  int day(int number) {
    return number < initial
        ? 0
        : 1 + (int) ((long) (number - initial) * (days - 1) / (count - initial));
  }
}
