package io.nightjar.linalg;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Scores users against every item and keeps each user's best, in one pass over the item factors.
 *
 * <p>A score is the dot product of a user's and an item's factors, as a chain of fused
 * multiply-adds in ascending factor order: {@code s = fma(u[f], v[f], s)}, from 0. SIMD lanes lie
 * across items, so a score has the same bits whatever the vector width, the tile it fell in or the
 * users beside it. Scores of a few users × a panel of items stay in the first cache and go straight
 * to the selection; they are never written out (the tiling of Goto and van de Geijn, "Anatomy of
 * High-Performance Matrix Multiplication", ACM TOMS 34(3), 2008, with selection for the store).
 *
 * <p>Most panels hold no score that reaches a user's threshold, and one comparison of vectors says
 * so. Only a score that does is looked at further: whether its item may be recommended, and whether
 * the user has had it. So an exclusion costs nothing where it would not matter.
 *
 * <p>Items lie in the order of their norms, the greatest first. No score is greater than the
 * product of both norms, so a panel is passed over once that is below the threshold of each of the
 * users it would be scored for, and all that follow are, too (Teflioudi, Gemulla, Mykytiuk, "LEMP:
 * Fast Retrieval of Large Entries in a Matrix Product", SIGMOD 2015, length-based pruning). Factors
 * of items that few users met are short: most of a large catalogue is never scored.
 *
 * <p>Immutable, so that the tasks of an executor can share one.
 */
public final class FactorScorer implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int TILE_ITEMS = 512;

  /** Users that share one read of the item factors: their own stay in the second cache. */
  private static final int BLOCK_USERS = 64;

  private static final int ROWS = DenseKernel.ROWS;
  private static final int PANEL = DenseKernel.PANEL;
  private static final int[] NONE = {};

  private final int first;
  private final int rank;
  private final int items;

  /** Rows of the items that may be recommended, by norm descending. */
  private final int[] order;

  private final FactorTile[] tiles;

  /** The greatest norm of each panel. */
  private final float[] norms;

  private FactorScorer(
      int first, int rank, int items, int[] order, FactorTile[] tiles, float[] norms) {
    this.first = first;
    this.rank = rank;
    this.items = items;
    this.order = order;
    this.tiles = tiles;
    this.norms = norms;
  }

  /** Tiles the factors of a whole catalogue: {@link #of(int, float[], int, BitSet)} from item 0. */
  public static FactorScorer of(float[] itemFactors, int rank, BitSet ineligible) {
    return of(0, itemFactors, rank, ineligible);
  }

  /**
   * Tiles the factors of a run of items.
   *
   * @param first number of the first item
   * @param itemFactors items × rank, row-major, finite; row {@code i} belongs to item {@code first
   *     + i}
   * @param rank factors per item, 1 or more
   * @param ineligible rows of items that are not to be recommended to anyone
   * @throws IllegalArgumentException if the shape is wrong or a factor is not finite
   */
  public static FactorScorer of(int first, float[] itemFactors, int rank, BitSet ineligible) {
    int items = rows(itemFactors, rank, "item");
    double[] norm = new double[items];
    Arrays.parallelSetAll(norm, row -> norm(itemFactors, row, rank));
    int[] order = byNorm(norm, ineligible);
    FactorTile[] tiles = new FactorTile[(order.length + TILE_ITEMS - 1) / TILE_ITEMS];
    Arrays.parallelSetAll(
        tiles,
        t -> {
          int start = t * TILE_ITEMS;
          int length = Math.min(TILE_ITEMS, order.length - start);
          return new FactorTile(itemFactors, rank, order, start, length);
        });
    float[] norms = new float[(order.length + PANEL - 1) / PANEL];
    for (int p = 0; p < norms.length; p++) {
      norms[p] = Math.nextUp((float) norm[order[p * PANEL]]);
    }
    return new FactorScorer(first, rank, items, order, tiles, norms);
  }

  private static int[] byNorm(double[] norm, BitSet ineligible) {
    // The norm's bits above, which order as numbers, and the row below.
    long[] keys = new long[norm.length];
    int count = 0;
    for (int row = 0; row < norm.length; row++) {
      if (!ineligible.get(row)) {
        keys[count++] = (long) ~Float.floatToIntBits((float) norm[row]) << 32 | row;
      }
    }
    Arrays.sort(keys, 0, count);
    int[] order = new int[count];
    for (int i = 0; i < count; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  private static double norm(float[] factors, int row, int rank) {
    double square = 0;
    for (int f = row * rank; f < (row + 1) * rank; f++) {
      square += (double) factors[f] * factors[f];
    }
    return Math.sqrt(square);
  }

  /** How many items there are. */
  public int items() {
    return items;
  }

  /** Factors per user and item. */
  public int rank() {
    return rank;
  }

  /**
   * Offers every eligible, unseen item to each user's selection, which keeps what it holds already.
   * Best called with 64 users or more: item factors are read from memory once per 64.
   *
   * @param users users × rank, row-major, finite
   * @param seen for each user the items to leave out, ascending, be they of this run or not; null
   *     for none
   * @param into for each user where the best are kept
   * @throws IllegalArgumentException if shapes differ, a factor is not finite, or seen items do not
   *     ascend from 0
   */
  public void topK(float[] users, int[][] seen, TopK[] into) {
    topK(DenseKernel.best(), users, seen, into);
  }

  /** As {@link #topK(float[], int[][], TopK[])}, with the kernel given. */
  void topK(DenseKernel kernel, float[] users, int[][] seen, TopK[] into) {
    int count = rows(users, rank, "user");
    if (seen.length != count || into.length != count) {
      throw new IllegalArgumentException(
          "Cannot score %d users: %d rows of seen items and %d selections"
              .formatted(count, seen.length, into.length));
    }
    for (int u = 0; u < count; u++) {
      checkSeen(u, seen[u]);
    }
    float[] scores = new float[ROWS * PANEL];
    for (int from = 0; from < count; from += BLOCK_USERS) {
      int to = Math.min(count, from + BLOCK_USERS);
      float[][] groups = sideBySide(users, from, to);
      Bounds bounds = new Bounds(users, from, to, into);
      for (FactorTile tile : tiles) {
        int firstPanel = tile.first() / PANEL;
        boolean reached = false;
        for (int panel = 0; panel < tile.panels(); panel++) {
          float norm = norms[firstPanel + panel];
          for (int g = 0; g < groups.length; g++) {
            if (norm >= bounds.leastNorms[g]) {
              reached = true;
              int rows = tile.score(kernel, panel, groups[g], bounds.thresholds, g * ROWS, scores);
              for (int left = rows; left != 0; left &= left - 1) {
                int row = Integer.numberOfTrailingZeros(left);
                int place = g * ROWS + row;
                int u = from + place;
                int lanes = kernel.atLeast(bounds.thresholds[place], scores, row * PANEL);
                int[] excluded = seen[u] == null ? NONE : seen[u];
                offer(tile, panel, scores, row * PANEL, lanes, excluded, into[u]);
                bounds.thresholds[place] = into[u].threshold();
              }
              if (rows != 0) {
                bounds.update(g);
              }
            }
          }
        }
        if (!reached) {
          break;
        }
      }
    }
  }

  /** What items must reach to be offered to the users of a block. */
  private final class Bounds {
    /** Score for each user; NaN past the last. */
    private final float[] thresholds = new float[BLOCK_USERS];

    /** Norm of an item that could reach the threshold of any user of each group. */
    private final float[] leastNorms = new float[BLOCK_USERS / ROWS];

    private final double[] userNorms = new double[BLOCK_USERS];

    Bounds(float[] users, int from, int to, TopK[] into) {
      Arrays.fill(thresholds, Float.NaN);
      for (int u = from; u < to; u++) {
        thresholds[u - from] = into[u].threshold();
        // A chain of so many roundings can come out above the product of the norms by this much.
        userNorms[u - from] = norm(users, u, rank) * (1 + (rank + 4) * 0x1p-23);
      }
      for (int g = 0; g < leastNorms.length; g++) {
        update(g);
      }
    }

    void update(int group) {
      double least = Double.POSITIVE_INFINITY;
      for (int place = group * ROWS; place < (group + 1) * ROWS; place++) {
        float threshold = thresholds[place];
        if (threshold <= 0) {
          least = Double.NEGATIVE_INFINITY;
        } else if (threshold > 0) {
          least = Math.min(least, threshold / userNorms[place]);
        }
      }
      leastNorms[group] = Math.nextDown((float) least);
    }
  }

  /** Users in groups of rows, each transposed: rank × rows. Rows past the last are zeros. */
  private float[][] sideBySide(float[] users, int from, int to) {
    float[][] groups = new float[(to - from + ROWS - 1) / ROWS][rank * ROWS];
    for (int u = from; u < to; u++) {
      float[] group = groups[(u - from) / ROWS];
      int row = (u - from) % ROWS;
      for (int f = 0; f < rank; f++) {
        group[f * ROWS + row] = users[u * rank + f];
      }
    }
    return groups;
  }

  private void offer(
      FactorTile tile, int panel, float[] scores, int row, int lanes, int[] excluded, TopK into) {
    int start = tile.first() + panel * PANEL;
    for (int left = lanes & tile.lanes(panel); left != 0; left &= left - 1) {
      int lane = Integer.numberOfTrailingZeros(left);
      int item = first + order[start + lane];
      if (Arrays.binarySearch(excluded, item) < 0) {
        into.offer(item, scores[row + lane]);
      }
    }
  }

  private static void checkSeen(int user, int[] seen) {
    int previous = 0;
    for (int item : seen == null ? NONE : seen) {
      if (item < previous) {
        throw new IllegalArgumentException(
            "Cannot exclude item %d of user row %d: seen items must ascend from 0"
                .formatted(item, user));
      }
      previous = item;
    }
  }

  private static int rows(float[] factors, int rank, String what) {
    if (rank < 1 || factors.length % rank != 0) {
      throw new IllegalArgumentException(
          "Cannot read %s factors: %d numbers are not rows of rank %d"
              .formatted(what, factors.length, rank));
    }
    for (int i = 0; i < factors.length; i++) {
      if (!Float.isFinite(factors[i])) {
        throw new IllegalArgumentException(
            "Cannot score with factor %d of %s row %d: it is %s"
                .formatted(i % rank, what, i / rank, factors[i]));
      }
    }
    return factors.length / rank;
  }
}
