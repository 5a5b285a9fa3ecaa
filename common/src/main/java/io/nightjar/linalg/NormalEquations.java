package io.nightjar.linalg;

/**
 * The normal equations (D + VᵀSV) x = Vᵀl of one row (see {@link RowSolver}), summed up observation
 * by observation: for a row with so many of them that their vectors do not lie in memory at once.
 *
 * <p>Memory is rank² doubles whatever the observations; work is nk² and k³/3.
 *
 * <p>Not thread-safe.
 */
public final class NormalEquations {
  /** Vectors whose products are summed at once. */
  private static final int ROWS = 256;

  private final int rank;
  private final int stride;
  private final double[] system;
  private final double[] right;
  private float[] scaled;
  private int held;

  /**
   * The equations of a row without observations.
   *
   * @param rank factors of a vector, 1 or more
   */
  public NormalEquations(int rank) {
    this.rank = rank;
    stride = LeastSquares.stride(rank);
    system = new double[rank * rank];
    right = new double[rank];
  }

  /**
   * Adds an observation.
   *
   * @param vectors where its vector is, from {@code at} on, without padding
   * @param linear l
   * @param quadratic q, 0 or more
   */
  public void add(float[] vectors, int at, float linear, float quadratic) {
    for (int f = 0; f < rank; f++) {
      right[f] += (double) linear * vectors[at + f];
    }
    if (quadratic > 0) {
      if (scaled == null) {
        scaled = new float[ROWS * stride];
      }
      float root = (float) Math.sqrt(quadratic);
      for (int f = 0; f < rank; f++) {
        scaled[held * stride + f] = root * vectors[at + f];
      }
      if (++held == ROWS) {
        multiply();
      }
    }
  }

  /** Adds observations that were summed up apart; nothing can be added to those any more. */
  public void add(NormalEquations other) {
    other.close();
    for (int f = 0; f < right.length; f++) {
      right[f] += other.right[f];
    }
    for (int f = 0; f < system.length; f++) {
      system[f] += other.system[f];
    }
  }

  /** Ends the adding: what it needed room for is given up. */
  public void close() {
    multiply();
    scaled = null;
  }

  /**
   * Solves them.
   *
   * @param diagonal d, above 0; {@code rank} or more
   * @param x where the solution goes, from {@code start} on
   * @return f(x), as of {@link RowSolver#solve}
   * @throws ArithmeticException if they have no solution
   */
  public double solve(float[] diagonal, float[] x, int start) {
    close();
    double[] matrix = system.clone();
    double[] solution = right.clone();
    for (int f = 0; f < rank; f++) {
      matrix[f * rank + f] += diagonal[f];
    }
    if (!Cholesky.solve(matrix, rank, solution)) {
      throw new ArithmeticException("its observations give no positive definite system");
    }
    double loss = 0;
    for (int f = 0; f < rank; f++) {
      x[start + f] = (float) solution[f];
      loss -= right[f] * solution[f];
    }
    return loss;
  }

  private void multiply() {
    if (held > 0) {
      Gramian.add(scaled, held, rank, system);
      held = 0;
    }
  }
}
