package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig;
import java.util.function.IntPredicate;

/**
 * The nearest neighbours of each of a task's own items, exactly, at a cost proportional to the
 * pairs that exist.
 *
 * <p>Row-by-row sparse accumulation (Gustavson, "Two Fast Algorithms for Sparse Matrices", ACM TOMS
 * 4(3), 1978): for an item, its users are walked in ascending order, and each of their items gets
 * one more common user and the product of the two weights, in a dense row of accumulators. Then
 * each item touched is scored and offered to the selection. Products of two floats are exact in
 * double, and every sum runs over users in the order of the rows: so a similarity has one value,
 * the same for (i, j) as for (j, i), however items are split over tasks.
 *
 * <p>Similarities are multiplied by c / (c + shrinkage), c the users in common (Koren,
 * "Factorization Meets the Neighborhood", KDD 2008, equation 2).
 *
 * <p>Memory: the rows, the owned part of them once more, and 16 bytes an item. Not thread-safe.
 */
public final class SimilarityKernel {
  private final CsrMatrix rows;
  private final SimilarityConfig config;
  private final PairSimilarity similarity;
  private final boolean weighted;
  private final OwnedItems owned;

  private final int[] common;
  private final double[] dot;
  private final int[] touched;

  /**
   * A kernel for some items.
   *
   * @param rows every user of any owned item, by user ascending, each with all of its items
   * @param owned which items' neighbours are wanted
   * @param stats of the whole data
   * @param config the measure, its weighting, shrinkage and support
   * @throws IllegalArgumentException if an item lies outside the statistics, or if an owned item
   *     has other than its number of users
   */
  public SimilarityKernel(
      CsrMatrix rows, IntPredicate owned, ItemStats stats, SimilarityConfig config) {
    this.rows = rows;
    this.config = config;
    this.owned = new OwnedItems(rows, owned, stats);
    weighted = config.weighted() && config.measure() == SimilarityConfig.Measure.COSINE;
    similarity = PairSimilarity.of(config.measure(), weighted, stats);
    common = new int[stats.items()];
    dot = new double[weighted ? stats.items() : 0];
    // One place more, because an item is written before it is known to be new.
    touched = new int[stats.items() + 1];
  }

  /** The owned items that have users, ascending: those with neighbours to ask for. */
  public int[] items() {
    return owned.items();
  }

  /**
   * Selects an item's neighbours: those with enough users in common and a similarity above 0,
   * itself excluded.
   *
   * @param item an owned item; any other has none
   * @param into cleared, then filled; ids are items
   */
  public void neighbours(int item, TopK into) {
    into.clear();
    int count = weighted ? accumulateWeighted(item) : accumulate(item);
    common[item] = 0;
    for (int t = 0; t < count; t++) {
      int other = touched[t];
      int users = common[other];
      if (users >= config.minSupport()) {
        double shrunk = users / (users + config.shrinkage());
        double dots = weighted ? dot[other] : 0;
        float score = (float) (similarity.of(item, other, users, dots) * shrunk);
        if (score > 0) {
          into.offer(other, score);
        }
      }
      common[other] = 0;
    }
  }

  private int accumulate(int item) {
    int count = 0;
    for (int p = owned.start(item); p < owned.end(item); p++) {
      int row = owned.row(p);
      int end = rows.offsets[row + 1];
      for (int e = rows.offsets[row]; e < end; e++) {
        int other = rows.items[e];
        touched[count] = other;
        count += common[other]++ == 0 ? 1 : 0;
      }
    }
    return count;
  }

  private int accumulateWeighted(int item) {
    int count = 0;
    for (int p = owned.start(item); p < owned.end(item); p++) {
      int row = owned.row(p);
      double weight = owned.weight(p);
      int end = rows.offsets[row + 1];
      for (int e = rows.offsets[row]; e < end; e++) {
        int other = rows.items[e];
        if (common[other]++ == 0) {
          touched[count++] = other;
          dot[other] = 0;
        }
        dot[other] += weight * rows.weights[e];
      }
    }
    return count;
  }
}
