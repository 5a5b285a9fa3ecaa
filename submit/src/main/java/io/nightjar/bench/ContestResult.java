package io.nightjar.bench;

import java.util.List;

/**
 * What came of a contest.
 *
 * @param name its name
 * @param task what was to be done
 * @param ours our side's name
 * @param seconds our times
 * @param rivals the others, in order
 */
public record ContestResult(
    String name, String task, String ours, Spread seconds, List<Rival> rivals) {
  /**
   * What came of one rival.
   *
   * @param name its name
   * @param seconds its times; null if it failed
   * @param ratio its time over ours, of runs next to each other; null if it failed
   * @param verdict whether its result was ours; if it failed, why
   */
  public record Rival(String name, Spread seconds, Spread ratio, Verdict verdict) {
    /** Whether it reached an end. */
    public boolean finished() {
      return seconds != null;
    }
  }

  /** Whether all who finished gave our result. */
  public boolean agreed() {
    return rivals.stream().filter(Rival::finished).allMatch(rival -> rival.verdict().same());
  }
}
