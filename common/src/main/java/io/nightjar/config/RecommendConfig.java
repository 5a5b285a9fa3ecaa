package io.nightjar.config;

import java.io.Serializable;
import java.util.Map;

/** How candidates become lists. */
public record RecommendConfig(
    @Range(min = 1, max = 10_000) int n,
    Weights weights,
    Map<String, Double> votes,
    Scale scale,
    @Range(min = 1) int candidates,
    @Range(min = 1) int historyItems,
    @Range(min = 0) double historyHalfLife,
    @Range(min = 1) int partitions,
    @Range(min = 1) long blockBytes)
    implements Serializable {

  /** What a source's scores are divided by. */
  public enum Scale {
    /** The user's best. */
    BEST,
    /** Nothing. */
    NONE
  }

  /** Weight of each source in the blend; 0 switches a source off. */
  public record Weights(
      @Range(min = 0) double als,
      @Range(min = 0) double itemItem,
      @Range(min = 0) double recent,
      @Range(min = 0) double popularity)
      implements Serializable {}
}
