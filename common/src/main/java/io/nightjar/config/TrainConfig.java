package io.nightjar.config;

import java.io.Serializable;

/** The matrix factorisation and its hyperparameters. */
public record TrainConfig(
    Solver solver,
    Feedback feedback,
    boolean biases,
    @Range(min = 0) double biasRegularization,
    @Range(min = 1, max = 4096) int rank,
    @Range(min = 1, max = 1000) int iterations,
    @Range(min = 0) double regularization,
    @Range(min = 0, max = 2) double regularizationExponent,
    Scaling regularizationScaling,
    @Range(min = 0) double alpha,
    @Range(min = 0, max = 1) double unobservedWeight,
    Rows rows,
    @Range(min = 1, max = 1000) int steps,
    @Range(min = 1) int subspace,
    @Range(min = 0, max = 1000) int startIterations,
    @Range(min = 0, max = 1) double tolerance,
    @Range(min = 1) int blocks,
    @Range(min = 1) int checkpointInterval,
    long seed)
    implements Serializable {

  /** How many numbers of a vector that ends in biases are no factors. */
  public static final int BIASES = 2;

  /** Whether vectors end in biases: of a user (…, b_u, 1), of an item (…, 1, μ + b_i). */
  public boolean biased() {
    return solver == Solver.BIASES
        || (solver == Solver.NIGHTJAR && feedback == Feedback.EXPLICIT && biases);
  }

  /** Length of the vectors: factors, and biases if there are any. */
  public int vectorLength() {
    return (solver == Solver.BIASES ? 0 : rank) + (biased() ? BIASES : 0);
  }

  /** Who minimises the objective. */
  public enum Solver {
    /** Our own alternating least squares. */
    NIGHTJAR,
    /** Spark MLlib's alternating least squares. */
    MLLIB,
    /** The leading singular vectors of the normalised interactions. */
    SPECTRAL,
    /** Of ratings, the mean and the biases of users and items, and nothing else. */
    BIASES
  }

  /** How a half iteration treats a row. */
  public enum Rows {
    /** A few steps towards its minimum. */
    GRADIENTS,
    /** One pass of exact steps over subspaces. */
    SUBSPACES,
    /** Its minimum. */
    EXACT
  }

  /** What a row's regularisation grows with. */
  public enum Scaling {
    /** The row's interactions. */
    OBSERVED,
    /** These, and unobserved-weight for each row of the other side. */
    ALL
  }

  /** What a weight means. */
  public enum Feedback {
    /** Confidence that the user is interested (Hu, Koren, Volinsky 2008). */
    IMPLICIT,
    /** The rating itself. */
    EXPLICIT
  }
}
