package io.nightjar.linalg;

import java.util.Arrays;

/**
 * Solves rows as if all that they observe weighed no more than what they do not: q is taken for 0,
 * and x = D⁻¹ Vᵀ l, at 2nk.
 *
 * <p>With D the Gramian's eigenvalues, both sides in turn make an orthogonal iteration (Golub and
 * Van Loan, <i>Matrix Computations</i>, 4th edition, section 8.2.4) for the leading singular
 * vectors of the matrix of all l: a start near the minimum, for next to nothing.
 */
public final class Projection implements RowSolver {
  private final DenseKernel kernel;
  private final int rank;
  private final float[] sum;

  /**
   * A solver.
   *
   * @param rank factors of a vector, 1 or more
   */
  public Projection(int rank) {
    this(DenseKernel.best(), rank);
  }

  Projection(DenseKernel kernel, int rank) {
    this.kernel = kernel;
    this.rank = rank;
    sum = new float[LeastSquares.stride(rank)];
  }

  /** {@inheritDoc} Of the quadratic weights none is read. */
  @Override
  public double solve(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start) {
    Arrays.fill(sum, 0f);
    kernel.addRows(0, count, at, linear, vectors, sum, sum.length);
    double loss = 0;
    for (int f = 0; f < rank; f++) {
      x[start + f] = sum[f] / diagonal[f];
      loss -= (double) sum[f] * x[start + f];
    }
    return loss;
  }
}
