package io.nightjar.config;

import io.nightjar.run.UserError;

/**
 * The whole configuration of a run, bound once and never changed. The manual of every key is {@code
 * reference.yaml}, which also holds every default.
 */
public record NightjarConfig(
    String warehouse,
    StoreConfig store,
    IngestConfig ingest,
    PrepareConfig prepare,
    TrainConfig train,
    SimilarityConfig similarity,
    PopularityConfig popularity,
    RecommendConfig recommend,
    EvaluateConfig evaluate,
    PublishConfig publish,
    ProtocolConfig protocol,
    TuneConfig tune) {

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
