package io.nightjar.config;

import java.util.List;

/** The offline evaluation of a night. */
public record EvaluateConfig(
    boolean enabled,
    Split split,
    @Range(min = 0.001, max = 0.5) double testShare,
    int seed,
    List<String> testEvents,
    List<String> candidateEvents,
    @Range(min = 1) List<Integer> k,
    @Range(min = 0, max = 1) double headShare) {

  /** What is held out. */
  public enum Split {
    /** The latest events of the whole log, past one instant that is the same for all users. */
    TIME,
    /** The latest event of each user. */
    LAST,
    /** A share of the pairs of users and items, drawn by a hash of both and a seed. */
    RANDOM,
    /** The events of some types. */
    GIVEN
  }
}
