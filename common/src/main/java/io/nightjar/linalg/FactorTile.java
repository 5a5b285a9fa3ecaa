package io.nightjar.linalg;

import java.io.Serializable;
import java.util.BitSet;

/**
 * The factors of a run of items, transposed: one array per factor, one lane per item.
 *
 * <p>Each factor has an array of its own because C2 vectorises a loop over several arrays at one
 * index, but not over one array at several offsets, which it must suspect to overlap.
 */
final class FactorTile implements Serializable {
  private static final long serialVersionUID = 1;

  private final int first;

  /** What a lane's sum starts from: 0, or NaN where the item must never be selected. */
  private final float[] start;

  private final float[][] factors;

  /**
   * Transposes items {@code first} to {@code first + lanes - 1}.
   *
   * @param itemFactors items × rank, row-major
   */
  FactorTile(float[] itemFactors, int rank, int first, int lanes, BitSet ineligible) {
    this.first = first;
    start = new float[lanes];
    factors = new float[rank][lanes];
    for (int lane = 0; lane < lanes; lane++) {
      int row = (first + lane) * rank;
      for (int f = 0; f < rank; f++) {
        factors[f][lane] = itemFactors[row + f];
      }
    }
    for (int item = ineligible.nextSetBit(first);
        item >= 0 && item < first + lanes;
        item = ineligible.nextSetBit(item + 1)) {
      start[item - first] = Float.NaN;
    }
  }

  int first() {
    return first;
  }

  int lanes() {
    return start.length;
  }

  /**
   * Scores consecutive users.
   *
   * @param users users × rank, row-major
   * @param firstUser the first row to score
   * @param count how many rows
   * @param scores receives one row of lanes per user
   */
  void score(float[] users, int firstUser, int count, float[][] scores) {
    int rank = factors.length;
    int lanes = start.length;
    for (int u = 0; u < count; u++) {
      System.arraycopy(start, 0, scores[u], 0, lanes);
    }
    // Factors outside, users inside: four rows of factors stay in the L1 cache for all users.
    int f = 0;
    for (; f + 4 <= rank; f += 4) {
      for (int u = 0; u < count; u++) {
        addFour(users, (firstUser + u) * rank + f, f, scores[u]);
      }
    }
    for (; f < rank; f++) {
      for (int u = 0; u < count; u++) {
        addOne(users[(firstUser + u) * rank + f], factors[f], scores[u], lanes);
      }
    }
  }

  private void addFour(float[] users, int at, int f, float[] sums) {
    float a = users[at];
    float b = users[at + 1];
    float c = users[at + 2];
    float d = users[at + 3];
    float[] fa = factors[f];
    float[] fb = factors[f + 1];
    float[] fc = factors[f + 2];
    float[] fd = factors[f + 3];
    int lanes = start.length;
    for (int i = 0; i < lanes; i++) {
      sums[i] =
          Math.fma(d, fd[i], Math.fma(c, fc[i], Math.fma(b, fb[i], Math.fma(a, fa[i], sums[i]))));
    }
  }

  private static void addOne(float a, float[] fa, float[] sums, int lanes) {
    for (int i = 0; i < lanes; i++) {
      sums[i] = Math.fma(a, fa[i], sums[i]);
    }
  }

  /** The score that {@link #score} computes for one user and lane, to the bit. */
  float score(float[] user, int lane) {
    float sum = start[lane];
    for (int f = 0; f < factors.length; f++) {
      sum = Math.fma(user[f], factors[f][lane], sum);
    }
    return sum;
  }
}
