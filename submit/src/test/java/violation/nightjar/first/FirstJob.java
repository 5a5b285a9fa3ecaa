package violation.nightjar.first;

import violation.nightjar.second.SecondJobHelper;

/** A job that calls another. */
final class FirstJob {
  private FirstJob() {}

  static void run() {
    SecondJobHelper.giveUp();
  }
}
