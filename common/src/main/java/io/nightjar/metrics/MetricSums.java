package io.nightjar.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Sums of every {@link RankingMetric} at some cutoffs over users, for means that do not depend on
 * the order of the users or on how they were partitioned.
 *
 * <p>A value in 0..1 enters as a whole number of 2⁻³² and sums are of longs, so addition is
 * associative. A mean is off by 2⁻³³ at the most, and 2³¹ − 1 users fit; one more fails. Not
 * thread-safe: one per task, merged afterwards.
 */
public final class MetricSums implements Serializable {
  private static final long serialVersionUID = 1;

  private static final double ONE = 0x1p32;
  private static final List<RankingMetric> METRICS = List.of(RankingMetric.values());

  private final int[] cutoffs;

  /** Metric by metric, in their order, the sum at each cutoff. */
  private final long[] sums;

  private int users;

  /**
   * Sums over no users yet.
   *
   * @param cutoffs list lengths to measure at, distinct, each 1 or more
   */
  public MetricSums(int... cutoffs) {
    if (cutoffs.length == 0
        || Arrays.stream(cutoffs).min().getAsInt() < 1
        || Arrays.stream(cutoffs).distinct().count() < cutoffs.length) {
      throw new IllegalArgumentException(
          "Cannot measure at "
              + Arrays.toString(cutoffs)
              + ": cutoffs must be distinct, each at least 1");
    }
    this.cutoffs = cutoffs.clone();
    sums = new long[METRICS.size() * cutoffs.length];
  }

  /** Adds a user's list. */
  public MetricSums add(RankedHits user) {
    users = Math.incrementExact(users);
    for (int s = 0; s < sums.length; s++) {
      double value = METRICS.get(s / cutoffs.length).of(user, cutoffs[s % cutoffs.length]);
      sums[s] += Math.round(value * ONE);
    }
    return this;
  }

  /** Adds the users of {@code other}, which has the same cutoffs and stays as it is. */
  public MetricSums merge(MetricSums other) {
    if (!Arrays.equals(cutoffs, other.cutoffs)) {
      throw new IllegalArgumentException(
          "Cannot merge sums at %s with sums at %s"
              .formatted(Arrays.toString(cutoffs), Arrays.toString(other.cutoffs)));
    }
    users = Math.addExact(users, other.users);
    for (int s = 0; s < sums.length; s++) {
      sums[s] += other.sums[s];
    }
    return this;
  }

  /** Users added so far. */
  public int users() {
    return users;
  }

  /**
   * The mean over users.
   *
   * @throws IllegalArgumentException if {@code k} is not among the cutoffs
   * @throws IllegalStateException if no user was added
   */
  public double mean(RankingMetric metric, int k) {
    double sum = sum(metric, k);
    if (users == 0) {
      throw new IllegalStateException("Cannot take the mean of " + metric.label() + " of no users");
    }
    return sum / users;
  }

  /**
   * The sum over users.
   *
   * @throws IllegalArgumentException if {@code k} is not among the cutoffs
   */
  public double sum(RankingMetric metric, int k) {
    int cutoff = 0;
    while (cutoff < cutoffs.length && cutoffs[cutoff] != k) {
      cutoff++;
    }
    if (cutoff == cutoffs.length) {
      throw new IllegalArgumentException(
          "Cannot tell %s at %d: measured at %s"
              .formatted(metric.label(), k, Arrays.toString(cutoffs)));
    }
    return sums[METRICS.indexOf(metric) * cutoffs.length + cutoff] / ONE;
  }
}
