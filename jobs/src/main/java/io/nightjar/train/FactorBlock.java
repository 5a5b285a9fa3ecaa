package io.nightjar.train;

import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.Gramian;
import io.nightjar.linalg.LeastSquares;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * The vectors of the rows of one block.
 *
 * @param ids of the rows, ascending
 * @param vectors rows × {@link LeastSquares#stride}
 * @param loss what the rows' observations and regularisation add to the objective, the other side
 *     being as it was when they were solved
 * @param ridge the part of it that is regularisation: Σ λ |v|²
 */
record FactorBlock(int[] ids, float[] vectors, double loss, double ridge) implements Serializable {
  /**
   * Vectors to begin with: those given, and random ones for rows without, by N(0, 0.1²/rank), which
   * depend on the seed, the side and the id alone.
   *
   * @param given vectors by id, or none
   */
  static FactorBlock initial(int[] ids, int rank, long seed, Side side, GivenVectors given) {
    int stride = LeastSquares.stride(rank);
    float[] vectors = new float[ids.length * stride];
    double deviation = 0.1 / Math.sqrt(rank);
    for (int r = 0; r < ids.length; r++) {
      float[] start = given.of(ids[r]);
      if (start != null) {
        System.arraycopy(start, 0, vectors, r * stride, rank);
      } else {
        // Random's algorithm is specified, so that every JVM draws the same numbers.
        Random random = new Random((seed * 31 + side.salt) * 0x9E3779B97F4A7C15L + ids[r]);
        for (int f = 0; f < rank; f++) {
          vectors[r * stride + f] = (float) (deviation * random.nextGaussian());
        }
      }
    }
    return new FactorBlock(ids, vectors, 0, 0);
  }

  /** The Gramian of the vectors, rank × rank. */
  double[] gramian(int rank) {
    double[] gramian = new double[rank * rank];
    Gramian.add(vectors, ids.length, rank, gramian);
    return gramian;
  }

  /**
   * These rows as far beyond as they have come from where they were: now + momentum (now − before).
   */
  FactorBlock beyond(FactorBlock before, float momentum) {
    float[] beyond = new float[vectors.length];
    for (int v = 0; v < beyond.length; v++) {
      beyond[v] = Math.fma(momentum, vectors[v] - before.vectors[v], vectors[v]);
    }
    return new FactorBlock(ids, beyond, loss, ridge);
  }

  /** The vectors as rows, without padding. */
  Iterator<VectorRow> rows(int rank) {
    int stride = LeastSquares.stride(rank);
    return IntStream.range(0, ids.length)
        .mapToObj(
            row ->
                VectorRow.of(
                    ids[row], Arrays.copyOfRange(vectors, row * stride, row * stride + rank)))
        .iterator();
  }
}
