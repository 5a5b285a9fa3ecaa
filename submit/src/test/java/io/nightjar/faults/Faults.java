package io.nightjar.faults;

/** How hard the faults of this run are: a few in any build, many in profile {@code chaos}. */
final class Faults {
  /** The system property that is true in profile {@code chaos}. */
  static final String MANY = "nightjar.chaos";

  /** A number of faults to try. */
  static int count(int few, int many) {
    return many() ? many : few;
  }

  /** Whether this is a run of many faults. */
  static boolean many() {
    return Boolean.getBoolean(MANY);
  }

  /** Waits. */
  static void pause(int millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Faults() {}
}
