package io.nightjar.config;

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
    PublishConfig publish) {}
