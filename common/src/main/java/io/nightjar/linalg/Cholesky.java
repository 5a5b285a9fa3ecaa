package io.nightjar.linalg;

import java.util.Arrays;

/**
 * Solves symmetric positive definite systems by the Cholesky factorisation A = UᵀU, in place.
 *
 * <p>Matrices are row-major, of order {@code size}, a multiple of {@link #BLOCK}; only the upper
 * half and the diagonal blocks are read. Blocked and left-looking: nearly all of the work is one
 * deep product a block row (Golub and Van Loan, <i>Matrix Computations</i>, 4th edition, algorithm
 * 4.2.10 by blocks). Not thread-safe.
 */
final class Cholesky {
  /** Order of the blocks. */
  static final int BLOCK = 2 * DenseKernel.LANES;

  private static final int ROWS = DenseKernel.ROWS;
  private static final int LANES = DenseKernel.LANES;

  private final DenseKernel kernel;

  /** The columns of a block row above it, negated: a product can then subtract. */
  private final float[] negated;

  /**
   * A solver.
   *
   * @param size largest order
   */
  Cholesky(DenseKernel kernel, int size) {
    this.kernel = kernel;
    negated = new float[size * BLOCK];
  }

  /** {@code length}, rounded up to a multiple of {@link #BLOCK}. */
  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /**
   * Factorises a matrix in place.
   *
   * @return whether it is positive definite in float arithmetic; if not, it is left in ruins
   */
  boolean factorize(float[] matrix, int size) {
    for (int top = 0; top < size; top += BLOCK) {
      subtractAbove(matrix, size, 0, top, top, BLOCK);
      for (int row = top; row < top + BLOCK; row += ROWS) {
        subtractAbove(matrix, size, top, row, row, ROWS);
        if (!factorizeRows(matrix, size, row)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Subtracts from some rows the products of the factor's rows {@code from} to {@code to − 1}. */
  private void subtractAbove(float[] matrix, int size, int from, int to, int top, int rows) {
    for (int p = from; p < to; p++) {
      for (int i = 0; i < rows; i++) {
        negated[(p - from) * rows + i] = -matrix[p * size + top + i];
      }
    }
    int left = top / LANES * LANES;
    kernel.multiplyAdd(
        to - from,
        rows,
        size - left,
        negated,
        0,
        rows,
        matrix,
        from * size + left,
        size,
        matrix,
        top * size + left,
        size);
  }

  /** Factorises {@link DenseKernel#ROWS} rows from which all above them is subtracted. */
  private boolean factorizeRows(float[] matrix, int size, int top) {
    for (int i = top; i < top + ROWS; i++) {
      float pivot = matrix[i * size + i];
      // NaN fails this comparison too.
      if (!(pivot > Float.MIN_NORMAL && pivot < Float.POSITIVE_INFINITY)) {
        return false;
      }
      float scale = (float) (1 / Math.sqrt(pivot));
      for (int j = i; j < size; j++) {
        matrix[i * size + j] *= scale;
      }
      for (int below = i + 1; below < top + ROWS; below++) {
        int left = below / LANES * LANES;
        float factor = -matrix[i * size + below];
        kernel.addScaled(factor, matrix, i * size + left, matrix, below * size + left, size - left);
      }
    }
    return true;
  }

  /**
   * Solves UᵀU x = b.
   *
   * @param factor what {@link #factorize} left
   * @param x b before, x after
   */
  void solve(float[] factor, int size, float[] x) {
    for (int p = 0; p < size; p++) {
      x[p] /= factor[p * size + p];
      float done = x[p];
      int row = p * size;
      int next = DenseKernel.padded(p + 1);
      for (int j = p + 1; j < next; j++) {
        x[j] = Math.fma(-done, factor[row + j], x[j]);
      }
      kernel.addScaled(-done, factor, row + next, x, next, size - next);
    }
    for (int p = size - 1; p >= 0; p--) {
      int row = p * size;
      int next = DenseKernel.padded(p + 1);
      float sum = kernel.dot(factor, row + next, x, next, size - next);
      for (int j = next - 1; j > p; j--) {
        sum = Math.fma(factor[row + j], x[j], sum);
      }
      x[p] = (x[p] - sum) / factor[row + p];
    }
  }

  /**
   * Solves A x = b in double arithmetic, for what float could not.
   *
   * @param matrix order × order, row-major; factorised in place
   * @param x b before, x after
   * @return whether the matrix is positive definite
   */
  static boolean solve(double[] matrix, int order, double[] x) {
    for (int i = 0; i < order; i++) {
      for (int j = i; j < order; j++) {
        double sum = matrix[i * order + j];
        for (int p = 0; p < i; p++) {
          sum -= matrix[p * order + i] * matrix[p * order + j];
        }
        if (j == i && !(sum > 0 && sum < Double.POSITIVE_INFINITY)) {
          return false;
        }
        matrix[i * order + j] = j == i ? Math.sqrt(sum) : sum / matrix[i * order + i];
      }
    }
    for (int i = 0; i < order; i++) {
      for (int p = 0; p < i; p++) {
        x[i] -= matrix[p * order + i] * x[p];
      }
      x[i] /= matrix[i * order + i];
    }
    for (int i = order - 1; i >= 0; i--) {
      for (int j = i + 1; j < order; j++) {
        x[i] -= matrix[i * order + j] * x[j];
      }
      x[i] /= matrix[i * order + i];
    }
    return Arrays.stream(x, 0, order).allMatch(Double::isFinite);
  }
}
