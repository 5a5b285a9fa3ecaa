package io.nightjar.tune;

import java.util.List;
import java.util.Map;

/**
 * What a search found.
 *
 * @param metric what trials were ranked by
 * @param model whose lists were measured
 * @param trials all that were drawn
 * @param measured what was measured, rung after rung, by trial within a rung
 * @param worth of single settings of the best trial: the metric without, by what was left out
 */
public record TuneResult(
    String metric,
    String model,
    List<Trial> trials,
    List<Measured> measured,
    Map<String, Measured> worth) {

  /** What was measured on all users, the best first, ties by trial. */
  public List<Measured> ranked() {
    return measured.stream().filter(m -> m.share() == 1).sorted(Measured.BEST_FIRST).toList();
  }

  /** The best trial of the last rung. */
  public Measured best() {
    return ranked().get(0);
  }

  /** A trial on all users. */
  Measured whole(int trial) {
    return ranked().stream().filter(m -> m.trial() == trial).findFirst().orElseThrow();
  }
}
