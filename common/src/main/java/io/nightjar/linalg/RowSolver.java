package io.nightjar.linalg;

/**
 * Finds the vector x of one row of a side of an alternating least squares, the other side held
 * fixed: the minimum of
 *
 * <p>f(x) = Σⱼ (qⱼ ŷⱼ² − 2 lⱼ ŷⱼ) + Σ_f d_f x_f², ŷⱼ = x·vⱼ,
 *
 * <p>over the row's observations j, each with a vector vⱼ of the other side, a quadratic weight qⱼ
 * ≥ 0 and a linear weight lⱼ. What a row does not observe is in d: the vectors are given in a basis
 * in which their Gramian is diagonal (see {@link Basis}), so that its share in f is too. The normal
 * equations of Hu, Koren and Volinsky ("Collaborative Filtering for Implicit Feedback Datasets",
 * ICDM 2008, equation 4) become (D + VᵀSV) x = Vᵀl, where S = diag(q).
 *
 * <p>Not thread-safe.
 */
public interface RowSolver {
  /**
   * Solves one row, or brings it nearer to the minimum: f(x) never rises.
   *
   * @param count observations
   * @param at for each observation, where its vector begins in {@code vectors}
   * @param linear l of each observation
   * @param quadratic q of each observation, 0 or more
   * @param vectors of the other side, at {@link LeastSquares#stride}
   * @param diagonal d, above 0; {@code rank} or more
   * @param x the row's vector, at {@code start}, of {@link LeastSquares#stride} floats with padding
   *     0: the solution after; before, where a solver sets out from that improves what there is
   * @return f(x) after
   * @throws ArithmeticException if the system has no solution even in double arithmetic
   */
  double solve(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start);
}
