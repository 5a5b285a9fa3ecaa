package io.nightjar.config;

import java.io.Serializable;
import java.util.List;

/** Item-item similarity. */
public record SimilarityConfig(
    List<Measure> measures,
    boolean weighted,
    @Range(min = 1) int neighbours,
    @Range(min = 0) double shrinkage,
    @Range(min = 1) int minSupport,
    @Range(min = 2) int maxItemsPerUser,
    @Range(min = 2) int maxUsersPerItem,
    @Range(min = 1) int blocks,
    @Range(min = 1, max = 65_536) int window)
    implements Serializable {

  /** What makes two items similar. */
  public enum Measure {
    COSINE,
    JACCARD,
    LLR,
    LIFT;

    /** As the configuration and tables spell it. */
    public String text() {
      return Scalars.text(this);
    }
  }

  /** The measure whose neighbours vote for recommendations. */
  public Measure voting() {
    return measures.get(0);
  }

  /** Whether a measure uses weights: cosine does, if told to. */
  public boolean weightedCosine() {
    return weighted && measures.contains(Measure.COSINE);
  }
}
