package io.nightjar.linalg;

/**
 * Dunning's log-likelihood ratio of two items, mapped to 0..1 by 1 − 1/(1 + G²).
 *
 * <p>G² = 2 Σ k · ln(k · U / (row · column)) over the four cells k of the table of users with both
 * items, one, the other, or none (Dunning, "Accurate Methods for the Statistics of Surprise and
 * Coincidence", Computational Linguistics 19(1), 1993). Expanded, the sum is that of x · ln x over
 * the cells, less that over the margins, plus U · ln U. It is 0 where the items meet no oftener
 * than by chance, c · U ≤ n_i · n_j: the ratio itself would reward avoidance as well.
 */
final class LogLikelihoodRatio implements PairSimilarity {
  /** Most cells are small, so most logarithms are looked up. */
  private static final int TABLE = 1 << 16;

  private final ItemStats stats;
  private final double[] table;
  private final double[] margins;
  private final double total;

  LogLikelihoodRatio(ItemStats stats) {
    this.stats = stats;
    long users = stats.totalUsers();
    table = new double[(int) Math.min(TABLE, users + 1)];
    for (int x = 1; x < table.length; x++) {
      table[x] = compute(x);
    }
    margins = new double[stats.items()];
    for (int item = 0; item < margins.length; item++) {
      margins[item] = xLogX(stats.users(item)) + xLogX(users - stats.users(item));
    }
    total = xLogX(users);
  }

  @Override
  public double of(int i, int j, int common, double dot) {
    long all = stats.totalUsers();
    long onlyI = stats.users(i) - (long) common;
    long onlyJ = stats.users(j) - (long) common;
    long neither = all - common - onlyI - onlyJ;
    if ((double) common * all <= (double) stats.users(i) * stats.users(j)) {
      return 0;
    }
    // Grouped so that exchanging i and j gives the same bits.
    double cells = xLogX(common) + xLogX(neither) + (xLogX(onlyI) + xLogX(onlyJ));
    double ratio = 2 * Math.max(0, cells + total - (margins[i] + margins[j]));
    return ratio / (1 + ratio);
  }

  private double xLogX(long x) {
    return x < table.length ? table[(int) x] : compute(x);
  }

  /** With StrictMath, whose last bit is the same on every processor. */
  private static double compute(long x) {
    return x * StrictMath.log((double) x);
  }
}
