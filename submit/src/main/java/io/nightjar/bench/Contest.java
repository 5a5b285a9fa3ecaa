package io.nightjar.bench;

import java.util.List;

/**
 * The same work, done by us and by others.
 *
 * @param name what it is called on the command line and in the report
 * @param task what is to be done, in a sentence
 * @param ours our side
 * @param rivals the others
 * @param judge compares results
 */
record Contest(String name, String task, Side ours, List<Side> rivals, Judge judge) {
  /**
   * Who works, and how.
   *
   * @param name such as {@code MLlib recommendForAllUsers}
   */
  record Side(String name, Work work) {}

  /** Something that can be timed. */
  @FunctionalInterface
  interface Work {
    /** Does it all, and leaves the result in a folder that is not there yet. */
    void into(String folder) throws Exception;
  }

  /** Compares two results. */
  @FunctionalInterface
  interface Judge {
    /** Says whether a rival's result is as good as ours. */
    Verdict judge(String ours, String theirs);
  }
}
