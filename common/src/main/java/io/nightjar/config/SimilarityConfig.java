package io.nightjar.config;

import java.io.Serializable;

/** Item-item similarity. */
public record SimilarityConfig(
    Measure measure,
    boolean weighted,
    @Range(min = 1) int neighbours,
    @Range(min = 0) double shrinkage,
    @Range(min = 1) int minSupport,
    @Range(min = 2) int maxItemsPerUser,
    @Range(min = 1) int blocks)
    implements Serializable {

  /** What makes two items similar. */
  public enum Measure {
    COSINE,
    JACCARD,
    LLR,
    LIFT
  }
}
