package io.nightjar.config;

import java.util.List;

/** The offline evaluation of a night. */
public record EvaluateConfig(
    boolean enabled,
    Split split,
    @Range(min = 0.001, max = 0.5) double testShare,
    int seed,
    @Range(min = 0) int fold,
    @Range(min = 0.001, max = 0.999) double foldInShare,
    List<String> testEvents,
    List<String> candidateEvents,
    Window window,
    @Range(min = 0.001, max = 1) double userShare,
    @Range(min = 1) List<Integer> k,
    @Range(min = 0, max = 1) double headShare) {

  /** Whether given candidates are ranked, and not the whole catalogue. */
  public boolean candidatesGiven() {
    return window == Window.TEST && !candidateEvents.isEmpty();
  }

  /** Which window is held out, to be measured on. */
  public enum Window {
    /** The last: what settles how good a model is. */
    TEST,
    /** What the same split holds out of what is left without that: what models are chosen by. */
    VALIDATION
  }

  /** What is held out. */
  public enum Split {
    /** The latest events of the whole log, past one instant that is the same for all users. */
    TIME,
    /** The latest event of each user. */
    LAST,
    /** A share of the pairs of users and items, drawn by a hash of both and a seed. */
    RANDOM,
    /** Of a share of the users, a share of their items; models learn from the other users alone. */
    USERS,
    /** The events of some types. */
    GIVEN
  }
}
