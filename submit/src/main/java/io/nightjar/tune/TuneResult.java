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
 * @param best the best trial of the last rung
 * @param worth of single settings of the best trial: the metric without, by what was left out
 */
public record TuneResult(
    String metric,
    String model,
    List<Trial> trials,
    List<Measured> measured,
    Measured best,
    Map<String, Measured> worth) {

  /** A trial on all users. */
  Measured whole(int trial) {
    return measured.stream()
        .filter(m -> m.trial() == trial && m.share() == 1)
        .findFirst()
        .orElseThrow();
  }
}
