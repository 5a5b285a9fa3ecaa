package io.nightjar.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The search for a better configuration. */
public record TuneConfig(
    Map<String, Dimension> space,
    @Range(min = 1, max = 10_000) int trials,
    @Range(above = 0) Optional<Double> minutes,
    @Range(min = 0.001, max = 1) List<Double> rungs,
    @Range(min = 0.001, max = 1) double keep,
    String metric,
    String model,
    @Range(min = 1, max = 64) int parallel,
    long seed) {

  /** The values that a key may take: some choices, or a range of numbers. */
  public record Dimension(
      List<String> choices,
      Optional<Double> low,
      Optional<Double> high,
      Scale scale,
      boolean whole) {}

  /** How a range is drawn from. */
  public enum Scale {
    /** Evenly. */
    LINEAR,
    /** Evenly by its logarithm. */
    LOG
  }
}
