package io.nightjar.config;

import io.nightjar.run.UserError;
import java.util.Map;

/**
 * The whole configuration of a run, bound once and never changed. The manual of every key is {@code
 * reference.yaml}, which also holds every default.
 */
public record NightjarConfig(
    String warehouse,
    StoreConfig store,
    LockConfig lock,
    IngestConfig ingest,
    PrepareConfig prepare,
    TrainConfig train,
    SimilarityConfig similarity,
    PopularityConfig popularity,
    RecommendConfig recommend,
    EvaluateConfig evaluate,
    PublishConfig publish,
    ExpireConfig expire,
    ProtocolConfig protocol,
    TuneConfig tune) {

  /** What the votes of each measure's neighbours count in recommendations, by its name. */
  public Map<String, Double> votes() {
    return recommend.votes().isEmpty() ? Map.of(similarity.first().text(), 1.0) : recommend.votes();
  }

  /**
   * Checks what only a night's input needs: a log to read, and an event type that counts.
   *
   * @throws UserError where either is missing
   */
  public void requireSources() {
    if (ingest.events().isEmpty()) {
      throw new UserError(
          "ingest.events is empty: name a log and its columns below it in a configuration file");
    }
    if (prepare.events().isEmpty()) {
      throw new UserError(
          "prepare.events is empty: name each type of event and its weight below it in a"
              + " configuration file");
    }
  }
}
