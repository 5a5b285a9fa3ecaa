package io.nightjar.config;

import java.util.List;

/** The offline evaluation of a night. */
public record EvaluateConfig(
    boolean enabled,
    Split split,
    @Range(min = 0.001, max = 0.5) double testShare,
    @Range(min = 1) List<Integer> k,
    @Range(min = 0, max = 1) double headShare) {

  /** What is held out. */
  public enum Split {
    /** The latest events of the whole log, past one instant that is the same for all users. */
    TIME,
    /** The latest event of each user. */
    LAST
  }
}
