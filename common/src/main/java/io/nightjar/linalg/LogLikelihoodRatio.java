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
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;

  /** Sums over the margins of each column, x · ln x of those with it and of those without. */
  private final double[] margins;

  LogLikelihoodRatio(ItemStats stats, ColumnWindow window, double shrinkage) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    margins = new double[window.width];
    for (int column = 0; column < window.width; column++) {
      margins[column] = margin(stats, first + column);
    }
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double margin = margin(stats, item);
    for (int t = 0; t < pairs.length; t++) {
      int common = pairs.common[t];
      int column = pairs.columns[t];
      double ratio = ratio(stats, item, first + column, common, margin + margins[column]);
      // 1 − 1/(1 + G²), against the threshold without a division.
      double shrunk = common + shrinkage;
      if (ratio * common >= into.threshold() * SLACK * (1 + ratio) * shrunk) {
        PairSimilarity.offer(into, first + column, ratio / (1 + ratio) * (common / shrunk));
      }
    }
  }

  /** G² of two items, or 0 where they meet no oftener than by chance. */
  static double ratio(ItemStats stats, int i, int j, int common) {
    return ratio(stats, i, j, common, margin(stats, i) + margin(stats, j));
  }

  private static double ratio(ItemStats stats, int i, int j, int common, double margins) {
    long all = stats.totalUsers();
    long onlyI = stats.users(i) - (long) common;
    long onlyJ = stats.users(j) - (long) common;
    long neither = all - common - onlyI - onlyJ;
    if ((double) common * all <= (double) stats.users(i) * stats.users(j)) {
      return 0;
    }
    // Grouped so that exchanging i and j gives the same bits.
    double cells = xLogX(common) + xLogX(neither) + (xLogX(onlyI) + xLogX(onlyJ));
    return 2 * Math.max(0, cells + xLogX(all) - margins);
  }

  private static double margin(ItemStats stats, int item) {
    return xLogX(stats.users(item)) + xLogX(stats.totalUsers() - stats.users(item));
  }

  private static double xLogX(long x) {
    return x < Logarithms.TABLE.length ? Logarithms.TABLE[(int) x] : Logarithms.compute(x);
  }

  /** Most cells are small, so most logarithms are looked up. */
  private static final class Logarithms {
    private static final double[] TABLE = new double[1 << 16];

    static {
      for (int x = 1; x < TABLE.length; x++) {
        TABLE[x] = compute(x);
      }
    }

    /** With StrictMath, whose last bit is the same on every processor. */
    private static double compute(long x) {
      return x * StrictMath.log((double) x);
    }
  }
}
