package io.nightjar.bench;

import java.util.List;
import java.util.Optional;

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
   * @param before a run that it took to set the contest up, which stands for the warm-up
   */
  record Side(String name, Work work, Optional<Run> before) {
    Side(String name, Work work) {
      this(name, work, Optional.empty());
    }
  }

  /**
   * Work that has been done.
   *
   * @param folder holds the result
   * @param seconds it took
   */
  record Run(String folder, double seconds) {}

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
