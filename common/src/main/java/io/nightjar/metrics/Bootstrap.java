package io.nightjar.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far a mean over users may be off because these users were measured and not others: groups of
 * users are drawn anew, with replacement, and each draw has a mean (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993, chapter 13, percentile intervals).
 *
 * <p>Users are put into groups at random and their values summed up beforehand, so that a draw
 * costs one addition a group, however many users there are; with as many groups as users, it is the
 * bootstrap of users. The same groups give the same interval, to the bit.
 */
public final class Bootstrap {
  /**
   * Where the mean may lie.
   *
   * @param low lower end
   * @param high upper end, {@code low} or more
   */
  public record Interval(double low, double high) {}

  private final int groups;

  /** How often each group is in a draw. */
  private final short[][] draws;

  /**
   * Draws groups.
   *
   * @param groups how many there are, 1 to 32,767
   * @param draws how many draws there will be, 1 or more
   */
  public Bootstrap(int groups, int draws, long seed) {
    if (groups < 1 || groups > Short.MAX_VALUE || draws < 1) {
      throw new IllegalArgumentException(
          "Cannot draw %d times from %d groups: 1 or more, from 1 to %d"
              .formatted(draws, groups, Short.MAX_VALUE));
    }
    SplittableRandom random = new SplittableRandom(seed);
    this.groups = groups;
    this.draws = new short[draws][groups];
    for (short[] draw : this.draws) {
      for (int i = 0; i < groups; i++) {
        draw[random.nextInt(groups)]++;
      }
    }
  }

  /**
   * The interval of a mean.
   *
   * @param sums for each group the sum of its users' values
   * @param users for each group its users, 1 or more
   * @param confidence share of the draws whose mean lies in the interval, above 0 and below 1
   */
  public Interval mean(double[] sums, long[] users, double confidence) {
    if (sums.length != groups || users.length != groups) {
      throw new IllegalArgumentException(
          "Cannot draw from %d sums and %d numbers of users: %d groups were drawn"
              .formatted(sums.length, users.length, groups));
    }
    if (Arrays.stream(users).anyMatch(n -> n < 1) || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "Cannot find an interval of confidence %s for groups of %d users and more"
              .formatted(confidence, Arrays.stream(users).min().orElse(0)));
    }
    double[] means = Arrays.stream(draws).mapToDouble(draw -> mean(draw, sums, users)).toArray();
    Arrays.sort(means);
    int outside = (int) ((1 - confidence) / 2 * means.length);
    return new Interval(means[outside], means[means.length - 1 - outside]);
  }

  private static double mean(short[] draw, double[] sums, long[] users) {
    double sum = 0;
    long count = 0;
    for (int group = 0; group < draw.length; group++) {
      sum += draw[group] * sums[group];
      count += draw[group] * users[group];
    }
    return sum / count;
  }

  /**
   * How likely it is that two models are equally good and yet differ by so much: each group's
   * difference is given either sign at random, and the share of the draws is counted whose sum is
   * as far from 0 (the two-sided randomization test; Smucker, Allan and Carterette, "A Comparison
   * of Statistical Significance Tests for Information Retrieval Evaluation", CIKM 2007).
   *
   * @param a for each group the sum of its users' values of one model
   * @param b the same of the other model, of the same groups
   * @param draws how many draws, 1 or more
   * @return p, above 0 and 1 at the most: that of the models themselves counts as a draw
   */
  public static double randomizationTest(double[] a, double[] b, int draws, long seed) {
    if (a.length != b.length || draws < 1) {
      throw new IllegalArgumentException(
          "Cannot compare %d groups with %d in %d draws".formatted(a.length, b.length, draws));
    }
    double[] difference = IntStream.range(0, a.length).mapToDouble(g -> a[g] - b[g]).toArray();
    double found = Math.abs(Arrays.stream(difference).sum());
    // Sums of the same numbers in other signs differ in their last bits.
    double least = found * (1 - 1e-12);
    SplittableRandom random = new SplittableRandom(seed);
    int asFar = 1;
    for (int draw = 0; draw < draws; draw++) {
      double sum = 0;
      for (double d : difference) {
        sum += random.nextBoolean() ? d : -d;
      }
      asFar += Math.abs(sum) >= least ? 1 : 0;
    }
    return (double) asFar / (draws + 1);
  }
}
