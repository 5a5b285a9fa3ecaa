package io.nightjar.metrics;

import io.nightjar.metrics.Bootstrap.Interval;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * {@link MetricSums} of a model's users in groups, so that besides a mean it can be told how far to
 * trust it. User {@code u} is in group {@code u mod} {@value #GROUPS}. Not thread-safe.
 */
public final class GroupedSums implements Serializable {
  private static final long serialVersionUID = 1;

  /** Groups at the most: a deviation found from so many is off by about 1 / √(2 · 500), 3 %. */
  public static final int GROUPS = 500;

  private final int[] cutoffs;
  private final MetricSums[] groups = new MetricSums[GROUPS];

  /**
   * Sums over no users yet.
   *
   * @param cutoffs list lengths to measure at, distinct, each 1 or more
   */
  public GroupedSums(int... cutoffs) {
    this.cutoffs = cutoffs.clone();
  }

  /**
   * Adds a user's list.
   *
   * @param user number of the user, 0 or more
   */
  public GroupedSums add(int user, RankedHits hits) {
    return add(user, new MetricSums(cutoffs).add(hits));
  }

  /** Adds the sums of a user's list alone. */
  public GroupedSums add(int user, MetricSums hits) {
    group(user % GROUPS).merge(hits);
    return this;
  }

  /** Adds the users of {@code other}, which has the same cutoffs and stays as it is. */
  public GroupedSums merge(GroupedSums other) {
    for (int g = 0; g < GROUPS; g++) {
      if (other.groups[g] != null) {
        group(g).merge(other.groups[g]);
      }
    }
    return this;
  }

  /** The sums over all users. */
  public MetricSums total() {
    MetricSums total = new MetricSums(cutoffs);
    present().forEach(total::merge);
    return total;
  }

  /** How many groups have users: the groups that a {@link Bootstrap} is to draw from. */
  public int size() {
    return (int) present().count();
  }

  /** Where a mean may lie: see {@link Bootstrap#mean}. */
  public Interval interval(Bootstrap bootstrap, RankingMetric metric, int k, double confidence) {
    return bootstrap.mean(sums(metric, k), users(), confidence);
  }

  /**
   * How likely it is that a model is as good as another and yet its mean differs by so much: see
   * {@link Bootstrap#randomizationTest}.
   *
   * @param other sums of the same users
   * @throws IllegalArgumentException if they are of other users
   */
  public double randomizationTest(
      GroupedSums other, RankingMetric metric, int k, int draws, long seed) {
    if (!Arrays.equals(users(), other.users())) {
      throw new IllegalArgumentException(
          "Cannot compare sums of %,d users with sums of other %,d"
              .formatted(total().users(), other.total().users()));
    }
    return Bootstrap.randomizationTest(sums(metric, k), other.sums(metric, k), draws, seed);
  }

  private double[] sums(RankingMetric metric, int k) {
    return present().mapToDouble(group -> group.sum(metric, k)).toArray();
  }

  private long[] users() {
    return present().mapToLong(MetricSums::users).toArray();
  }

  private Stream<MetricSums> present() {
    return Arrays.stream(groups).filter(Objects::nonNull);
  }

  private MetricSums group(int g) {
    if (groups[g] == null) {
      groups[g] = new MetricSums(cutoffs);
    }
    return groups[g];
  }
}
