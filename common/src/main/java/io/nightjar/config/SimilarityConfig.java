package io.nightjar.config;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;

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
    @Range(min = 1, max = 65_536) int window,
    AsymmetricCosine asymmetricCosine,
    Tversky tversky,
    Bm25 bm25,
    RandomWalk randomWalk,
    Ease ease)
    implements Serializable {

  /** What makes two items similar. */
  public enum Measure {
    COSINE,
    JACCARD,
    LLR,
    LIFT,
    ASYMMETRIC_COSINE,
    TVERSKY,
    TF_IDF,
    BM25,
    P3ALPHA,
    RP3BETA,
    EASE;

    /** As the configuration and tables spell it. */
    public String text() {
      return Scalars.text(this);
    }
  }

  /** What an interaction counts with, in measures that sum up products over users in common. */
  public enum Weighting {
    GIVEN,
    TF_IDF,
    BM25,
    WALK
  }

  /** Of asymmetric-cosine. */
  public record AsymmetricCosine(@Range(min = 0, max = 1) double alpha) implements Serializable {}

  /** Of tversky. */
  public record Tversky(@Range(min = 0) double alpha, @Range(min = 0) double beta)
      implements Serializable {}

  /** Of bm25. */
  public record Bm25(@Range(min = 0) double k1, @Range(min = 0, max = 1) double b)
      implements Serializable {}

  /** Of p3alpha and rp3beta. */
  public record RandomWalk(
      @Range(min = 0) double alpha, @Range(min = 0) double userAlpha, @Range(min = 0) double beta)
      implements Serializable {}

  /** Of ease. */
  public record Ease(
      @Range(above = 0) double regularization,
      @Range(min = 0) double userAlpha,
      @Range(min = 0) double itemAlpha)
      implements Serializable {}

  /** The measures that are computed from what items have in common, pair by pair. */
  public List<Measure> counted() {
    return measures.stream().filter(measure -> measure != Measure.EASE).toList();
  }

  /** The measure that is shown, and votes where nothing else is said. */
  public Measure first() {
    return measures.get(0);
  }

  /** What interactions count with in a measure; null where only users in common are counted. */
  public Weighting weighting(Measure measure) {
    return switch (measure) {
      case COSINE -> weighted ? Weighting.GIVEN : null;
      case TF_IDF -> Weighting.TF_IDF;
      case BM25 -> Weighting.BM25;
      case P3ALPHA, RP3BETA -> Weighting.WALK;
      case JACCARD, LLR, LIFT, ASYMMETRIC_COSINE, TVERSKY, EASE -> null;
    };
  }

  /** The weightings that the measures ask for, each once. */
  public List<Weighting> weightings() {
    return measures.stream().map(this::weighting).filter(Objects::nonNull).distinct().toList();
  }
}
