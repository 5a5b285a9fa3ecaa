package io.nightjar.linalg;

import java.util.Arrays;

/**
 * Improves rows by a few steps of conjugate gradients each, at 4nk a step for n observations of k
 * factors: far less than the nk² of a system, and repeated half iterations lead to the same minimum
 * (Takács, Pilászy, Tikk, "Applications of the Conjugate Gradient Method for Implicit Feedback
 * Collaborative Filtering", RecSys 2011).
 *
 * <p>Steps are preconditioned by the diagonal D + (Σⱼ qⱼ) E, where E is the mean of the squares of
 * the other side's coordinates: what the diagonal of D + VᵀSV is, were the observed vectors like
 * all. In the basis of the Gramian's eigenvectors, little but what is observed lies beside the
 * diagonal, and two steps go most of the way.
 *
 * <p>Arithmetic is float; sums over factors are double, in order.
 */
public final class ConjugateGradients implements RowSolver {
  /** Floats of observed vectors that are used twice while they lie in the first cache. */
  private static final int CACHED = 4096;

  private final DenseKernel kernel;
  private final int rank;
  private final int steps;
  private final int stride;
  private final int chunk;
  private final float[] meanSquares;
  private final float[] residual;
  private final float[] direction;
  private final float[] image;
  private final float[] inverse;
  private float[] predicted = {};
  private float[] moved = {};
  private float[] factors = {};

  /**
   * A solver.
   *
   * @param rank factors of a vector, 1 or more
   * @param steps of each call of {@link #solve}, 1 or more
   * @param meanSquares of each coordinate over the vectors of the other side; {@code rank}
   */
  public ConjugateGradients(int rank, int steps, float[] meanSquares) {
    this(DenseKernel.best(), rank, steps, meanSquares);
  }

  ConjugateGradients(DenseKernel kernel, int rank, int steps, float[] meanSquares) {
    if (rank < 1 || steps < 1 || meanSquares.length != rank) {
      throw new IllegalArgumentException(
          "Cannot solve rank %d in %d steps with %d mean squares"
              .formatted(rank, steps, meanSquares.length));
    }
    this.kernel = kernel;
    this.rank = rank;
    this.steps = steps;
    this.meanSquares = meanSquares.clone();
    stride = LeastSquares.stride(rank);
    chunk = Math.max(4, CACHED / stride);
    residual = new float[stride];
    direction = new float[stride];
    image = new float[stride];
    inverse = new float[rank];
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
      int length = Math.max(count, 2 * predicted.length);
      predicted = new float[length];
      moved = new float[length];
      factors = new float[length];
    }
    precondition(count, quadratic, diagonal);
    descend(count, at, linear, quadratic, vectors, diagonal, x, start);
    double slope = 0;
    for (int f = 0; f < rank; f++) {
      direction[f] = residual[f] * inverse[f];
      slope += (double) residual[f] * direction[f];
    }
    for (int step = 0; step < steps && slope > 0; step++) {
      double curvature = image(count, at, quadratic, vectors, diagonal);
      float length = (float) (slope / curvature);
      if (!(length > 0 && length < Float.POSITIVE_INFINITY)) {
        break;
      }
      double next = 0;
      for (int f = 0; f < rank; f++) {
        x[start + f] = Math.fma(length, direction[f], x[start + f]);
        residual[f] = Math.fma(-length, image[f], residual[f]);
        next += (double) residual[f] * residual[f] * inverse[f];
      }
      for (int j = 0; j < count; j++) {
        predicted[j] = Math.fma(length, moved[j], predicted[j]);
      }
      float turn = (float) (next / slope);
      for (int f = 0; f < rank; f++) {
        direction[f] = Math.fma(turn, direction[f], residual[f] * inverse[f]);
      }
      slope = next;
    }
    return loss(count, linear, quadratic, diagonal, x, start);
  }

  private void precondition(int count, float[] quadratic, float[] diagonal) {
    float observed = 0;
    for (int j = 0; j < count; j++) {
      observed += quadratic[j];
    }
    for (int f = 0; f < rank; f++) {
      inverse[f] = 1 / Math.fma(observed, meanSquares[f], diagonal[f]);
    }
  }

  /** Predicts, and computes the residual Vᵀl − (D + VᵀSV) x, half the way down from x. */
  private void descend(
      int count,
      int[] at,
      float[] linear,
      float[] quadratic,
      float[] vectors,
      float[] diagonal,
      float[] x,
      int start) {
    for (int f = 0; f < rank; f++) {
      residual[f] = -diagonal[f] * x[start + f];
    }
    Arrays.fill(residual, rank, stride, 0f);
    for (int from = 0; from < count; from += chunk) {
      int to = Math.min(count, from + chunk);
      kernel.dots(from, to, at, vectors, x, start, stride, predicted);
      for (int j = from; j < to; j++) {
        factors[j] = Math.fma(-quadratic[j], predicted[j], linear[j]);
      }
      kernel.addRows(from, to, at, factors, vectors, residual, stride);
    }
  }

  /** What the system makes of the direction; returns the product of both. */
  private double image(int count, int[] at, float[] quadratic, float[] vectors, float[] diagonal) {
    for (int f = 0; f < rank; f++) {
      image[f] = diagonal[f] * direction[f];
    }
    Arrays.fill(image, rank, stride, 0f);
    for (int from = 0; from < count; from += chunk) {
      int to = Math.min(count, from + chunk);
      kernel.dots(from, to, at, vectors, direction, 0, stride, moved);
      for (int j = from; j < to; j++) {
        factors[j] = quadratic[j] * moved[j];
      }
      kernel.addRows(from, to, at, factors, vectors, image, stride);
    }
    double curvature = 0;
    for (int f = 0; f < rank; f++) {
      curvature += (double) direction[f] * image[f];
    }
    return curvature;
  }

  private double loss(
      int count, float[] linear, float[] quadratic, float[] diagonal, float[] x, int start) {
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
}
