package io.nightjar.train;

import io.nightjar.linalg.NormalEquations;
import java.util.Arrays;

/**
 * The hot rows of a block: those with so many observations that the vectors these need would not
 * let the block's memory fall however many blocks there are. Of what a source sends, their normal
 * equations are summed up and the vectors let go; such a row is solved exactly.
 */
final class HotRows {
  /** Floats of vectors that a row may need in any case: 32 MB. */
  private static final long SMALL = 1 << 23;

  private final RatingBlock ratings;
  private final Objective objective;
  private final int rank;
  private final boolean quadratic;

  /** By hot row and source, so that the order in which sources come does not matter. */
  private final NormalEquations[][] parts;

  /**
   * The rows as yet without observations.
   *
   * @param quadratic whether quadratic weights count
   */
  HotRows(RatingBlock ratings, Objective objective, int rank, boolean quadratic) {
    this.ratings = ratings;
    this.objective = objective;
    this.rank = rank;
    this.quadratic = quadratic;
    parts = new NormalEquations[ratings.hot.length][ratings.starts.length - 1];
  }

  /**
   * The observations above which a row is hot: more than a block has on average, for of such there
   * are fewer than blocks; and more than make its equations, one of each block, worth their memory.
   */
  static int limit(long interactions, int rank, int blocks) {
    long worth = Math.max(SMALL / rank, 4L * rank * blocks);
    return (int) Math.min(Integer.MAX_VALUE, Math.max(interactions / blocks, worth));
  }

  /**
   * Adds what the rows observe of one source.
   *
   * @param vectors of its columns, as {@link RatingBlock#columnIds(int)} tells them
   */
  void add(int source, float[] vectors) {
    int kept = ratings.starts[source + 1] - ratings.starts[source];
    for (int h = 0; h < parts.length; h++) {
      NormalEquations part = new NormalEquations(rank);
      add(part, h, ratings.starts[source], ratings.starts[source + 1], vectors, 0);
      add(part, h, ratings.hotStarts[source], ratings.hotStarts[source + 1], vectors, kept);
      part.close();
      parts[h][source] = part;
    }
  }

  /** Adds a row's observations of columns that lie one behind the other. */
  private void add(NormalEquations part, int h, int from, int to, float[] vectors, int first) {
    int row = ratings.hot[h];
    int end = ratings.offsets[row + 1];
    for (int e = entry(row, from); e < end && ratings.columns[e] < to; e++) {
      float weight = ratings.weights[e];
      part.add(
          vectors,
          (first + ratings.columns[e] - from) * rank,
          objective.linear(weight),
          quadratic ? objective.quadratic(weight) : 0);
    }
  }

  /** The first entry of a row with that column or a later one. */
  private int entry(int row, int column) {
    int found =
        Arrays.binarySearch(
            ratings.columns, ratings.offsets[row], ratings.offsets[row + 1], column);
    return found < 0 ? -found - 1 : found;
  }

  /** Solves the hot row, all its observations being added; as of {@link NormalEquations#solve}. */
  double solve(int row, float[] diagonal, float[] x, int start) {
    NormalEquations sum = new NormalEquations(rank);
    for (NormalEquations part : parts[Arrays.binarySearch(ratings.hot, row)]) {
      if (part != null) {
        sum.add(part);
      }
    }
    return sum.solve(diagonal, x, start);
  }

  /** What a row's observations add to the loss whatever the scores. */
  double constant(int row) {
    double constant = 0;
    for (int e = ratings.offsets[row]; e < ratings.offsets[row + 1]; e++) {
      constant += objective.constant(ratings.weights[e]);
    }
    return constant;
  }
}
