package io.nightjar.linalg;

import java.util.Arrays;

/**
 * Solves rows exactly, or by exact steps over subspaces.
 *
 * <p>A row is solved in the cheapest of three ways:
 *
 * <ul>
 *   <li>with no more observations n than factors k, exactly in the space of the observations
 *       (Woodbury): x = D⁻¹Vᵀ S^½ (I + S^½ V D⁻¹ Vᵀ S^½)⁻¹ S^−½ l, at n²k + n³/3;
 *   <li>else in the space of the factors, exactly, at nk² + k³/3;
 *   <li>or, if a subspace is given and n is above it, by one pass of exact steps over subspaces of
 *       so many coordinates (Rendle et al., "iALS++: Speeding up Matrix Factorization with Subspace
 *       Optimization", 2021), at nkb + kb²/3: f falls with every step, and repeated passes lead to
 *       the minimum. In this basis subspaces touch through observations only, so the step needs no
 *       Gramian.
 * </ul>
 *
 * <p>Arithmetic is float; a system that is not positive definite in float is solved in double.
 */
public final class LeastSquares implements RowSolver {
  private static final int BLOCK = Cholesky.BLOCK;

  /** Observations of a chunk: a block of their coordinates stays in the first cache. */
  private static final int CHUNK = 256;

  private final DenseKernel kernel;
  private final int rank;
  private final int stride;
  private final int width;
  private final int subspace;
  private final Cholesky cholesky;

  /** Coordinates of observations, scaled, block by block: blocks × rows × {@link #BLOCK}. */
  private final float[][] panels;

  private final float[] system;
  private final float[] right;
  private float[] predicted = new float[0];

  /**
   * A solver.
   *
   * @param rank factors of a vector, 1 or more
   * @param subspace coordinates that a step optimises together, rounded up to a multiple of 32;
   *     {@code rank} or more: all, which is exact
   */
  public LeastSquares(int rank, int subspace) {
    this(DenseKernel.best(), rank, subspace);
  }

  LeastSquares(DenseKernel kernel, int rank, int subspace) {
    if (rank < 1 || subspace < 1) {
      throw new IllegalArgumentException(
          "Cannot solve rank %d in subspaces of %d: 1 or more".formatted(rank, subspace));
    }
    this.kernel = kernel;
    this.rank = rank;
    this.stride = stride(rank);
    this.width = Cholesky.padded(rank);
    this.subspace = Math.min(width, Cholesky.padded(Math.min(subspace, rank)));
    cholesky = new Cholesky(kernel, width);
    panels = new float[width / BLOCK][BLOCK * Math.max(CHUNK, width)];
    system = new float[width * width];
    right = new float[width];
  }

  /** Floats from one vector to the next, wherever vectors lie row by row; padding is 0. */
  public static int stride(int rank) {
    return DenseKernel.padded(rank);
  }

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
    if (predicted.length < count) {
      predicted = new float[Math.max(count, 2 * predicted.length)];
    }
    boolean solved =
        count <= Math.min(rank, subspace)
            && solveByObservations(count, at, linear, quadratic, vectors, diagonal, x, start);
    if (!solved) {
      boolean exact = subspace == width;
      int step = exact ? width : subspace;
      if (exact) {
        Arrays.fill(x, start, start + stride, 0f);
        Arrays.fill(predicted, 0, count, 0f);
      } else {
        predict(count, at, vectors, x, start);
      }
      for (int left = 0; left < rank; left += step) {
        int columns = Math.min(step, width - left);
        descend(count, at, linear, quadratic, vectors, diagonal, x, start, left, columns);
      }
    }
    predict(count, at, vectors, x, start);
    double loss = 0;
    for (int j = 0; j < count; j++) {
      double y = predicted[j];
      loss += quadratic[j] * y * y - 2 * linear[j] * y;
    }
    for (int f = 0; f < rank; f++) {
      loss += (double) diagonal[f] * x[start + f] * x[start + f];
    }
    return loss;
  }

  private void predict(int count, int[] at, float[] vectors, float[] x, int start) {
    for (int j = 0; j < count; j++) {
      predicted[j] = kernel.dot(vectors, at[j], x, start, stride);
    }
  }

  /** Exact, in the space of the observations; false if float arithmetic does not suffice. */
  private boolean solveByObservations(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start) {
    int size = Cholesky.padded(count);
    // Panel j / 32 holds W transposed, W = S^½ V D^−½.
    for (int block = 0; block < size / BLOCK; block++) {
      Arrays.fill(panels[block], 0, rank * BLOCK, 0f);
    }
    Arrays.fill(right, 0, size, 0f);
    for (int f = 0; f < rank; f++) {
      // Kept in the system for a moment, which is at least as long.
      system[f] = (float) (1 / Math.sqrt(diagonal[f]));
    }
    for (int j = 0; j < count; j++) {
      float root = (float) Math.sqrt(quadratic[j]);
      if (!(root > 0)) {
        return false;
      }
      right[j] = linear[j] / root;
      float[] panel = panels[j / BLOCK];
      int column = j % BLOCK;
      for (int f = 0; f < rank; f++) {
        panel[f * BLOCK + column] = root * system[f] * vectors[at[j] + f];
      }
    }
    Arrays.fill(system, 0, size * size, 0f);
    multiply(size / BLOCK, rank, size);
    for (int j = 0; j < size; j++) {
      system[j * size + j] += 1;
    }
    if (!cholesky.factorize(system, size)) {
      return false;
    }
    cholesky.solve(system, size, right);
    Arrays.fill(x, start, start + stride, 0f);
    for (int j = 0; j < count; j++) {
      float factor = (float) Math.sqrt(quadratic[j]) * right[j];
      kernel.addScaled(factor, vectors, at[j], x, start, stride);
    }
    for (int f = 0; f < rank; f++) {
      x[start + f] /= diagonal[f];
    }
    return true;
  }

  /** Minimises f over some coordinates, and brings the predictions up to date. */
  private void descend(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start,
      int left,
      int columns) {
    Arrays.fill(system, 0, columns * columns, 0f);
    Arrays.fill(right, 0, columns, 0f);
    int real = Math.min(columns, rank - left);
    int padded = Math.min(columns, stride - left);
    for (int from = 0; from < count; from += CHUNK) {
      int rows = Math.min(CHUNK, count - from);
      for (int p = 0; p < rows; p++) {
        int j = from + p;
        int vector = at[j] + left;
        scale((float) Math.sqrt(quadratic[j]), vectors, vector, p * BLOCK, columns, padded);
        float slope = Math.fma(-quadratic[j], predicted[j], linear[j]);
        kernel.addScaled(slope, vectors, vector, right, 0, padded);
      }
      multiply(columns / BLOCK, rows, columns);
    }
    for (int f = 0; f < real; f++) {
      system[f * columns + f] += diagonal[left + f];
      right[f] = Math.fma(-diagonal[left + f], x[start + left + f], right[f]);
    }
    for (int f = real; f < columns; f++) {
      system[f * columns + f] = 1;
    }
    if (cholesky.factorize(system, columns)) {
      cholesky.solve(system, columns, right);
    } else {
      solveInDouble(count, at, linear, quadratic, vectors, diagonal, x, start, left, real);
    }
    for (int f = 0; f < real; f++) {
      x[start + left + f] += right[f];
    }
    for (int j = 0; j < count; j++) {
      predicted[j] += kernel.dot(vectors, at[j] + left, right, 0, padded);
    }
  }

  /** One observation's coordinates into the panels. */
  private void scale(
      float factor, float[] vectors, int vector, int place, int columns, int padded) {
    for (int block = 0; block < columns / BLOCK; block++) {
      float[] panel = panels[block];
      int from = vector + block * BLOCK;
      int some = Math.min(BLOCK, padded - block * BLOCK);
      for (int f = 0; f < some; f++) {
        panel[place + f] = factor * vectors[from + f];
      }
      for (int f = some; f < BLOCK; f++) {
        panel[place + f] = 0;
      }
    }
  }

  /** Adds PᵀP to the system's upper half, P being the first rows of the panels side by side. */
  private void multiply(int blocks, int depth, int size) {
    for (int i = 0; i < blocks; i++) {
      for (int j = i; j < blocks; j++) {
        int place = i * BLOCK * size + j * BLOCK;
        kernel.multiplyAdd(
            depth, BLOCK, BLOCK, panels[i], 0, BLOCK, panels[j], 0, BLOCK, system, place, size);
      }
    }
  }

  private void solveInDouble(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start,
      int left,
      int order) {
    double[] matrix = new double[order * order];
    double[] solution = new double[order];
    for (int j = 0; j < count; j++) {
      int vector = at[j] + left;
      double slope = linear[j] - (double) quadratic[j] * predicted[j];
      for (int f = 0; f < order; f++) {
        double scaled = (double) quadratic[j] * vectors[vector + f];
        solution[f] += slope * vectors[vector + f];
        for (int g = f; g < order; g++) {
          matrix[f * order + g] += scaled * vectors[vector + g];
        }
      }
    }
    for (int f = 0; f < order; f++) {
      matrix[f * order + f] += diagonal[left + f];
      solution[f] -= (double) diagonal[left + f] * x[start + left + f];
    }
    if (!Cholesky.solve(matrix, order, solution)) {
      throw new ArithmeticException(
          "its %d observations give no positive definite system".formatted(count));
    }
    Arrays.fill(right, 0f);
    for (int f = 0; f < order; f++) {
      right[f] = (float) solution[f];
    }
  }
}
