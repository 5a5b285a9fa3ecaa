package io.nightjar.config;

import java.util.Map;
import java.util.Optional;

/** How events become weighted interactions. */
public record PrepareConfig(
    Map<String, EventWeight> events,
    @Range(above = 0) Optional<Double> halfLifeDays,
    @Range(min = 1) Optional<Integer> windowDays,
    @Range(min = 1) Optional<Integer> seenDays,
    @Range(min = 0, max = 1e6) double maxWeight,
    @Range(min = 1) int maxItemsPerUser,
    @Range(min = 1) int minItemsPerUser,
    @Range(min = 1) int minUsersPerItem) {

  /** Whether pairs are left out for what else their users or items have. */
  public boolean thins() {
    return minItemsPerUser > 1 || minUsersPerItem > 1;
  }

  /** What one event of a type says about interest. */
  public record EventWeight(
      @Range(min = -1e6, max = 1e6) double weight,
      ValueTransform transform,
      Optional<Double> dislikeBelow,
      boolean seen) {}

  /** How an event's value scales its weight. */
  public enum ValueTransform {
    /** The value is ignored. */
    NONE,
    /** weight × value. */
    LINEAR,
    /** weight × ln(1 + value). */
    LOG
  }
}
