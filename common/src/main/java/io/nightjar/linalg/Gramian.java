package io.nightjar.linalg;

import java.util.Arrays;

/** The Gramian VᵀV of vectors that lie row by row. */
public final class Gramian {
  /** Rows that are summed in float before their sum goes into a double. */
  private static final int CHUNK = 256;

  /**
   * Adds the Gramian of some vectors to a sum.
   *
   * @param vectors count × {@link LeastSquares#stride}, padding 0
   * @param count vectors
   * @param rank factors of a vector
   * @param into rank × rank, row-major; both halves are filled
   */
  public static void add(float[] vectors, int count, int rank, double[] into) {
    add(DenseKernel.best(), vectors, count, rank, into);
  }

  static void add(DenseKernel kernel, float[] vectors, int count, int rank, double[] into) {
    int stride = LeastSquares.stride(rank);
    float[] chunk = new float[stride * stride];
    for (int from = 0; from < count; from += CHUNK) {
      Arrays.fill(chunk, 0f);
      int rows = Math.min(CHUNK, count - from);
      int start = from * stride;
      kernel.multiplyAdd(
          rows, stride, stride, vectors, start, stride, vectors, start, stride, chunk, 0, stride);
      for (int i = 0; i < rank; i++) {
        for (int j = 0; j < rank; j++) {
          into[i * rank + j] += chunk[i * stride + j];
        }
      }
    }
  }

  private Gramian() {}
}
