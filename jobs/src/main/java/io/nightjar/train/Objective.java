package io.nightjar.train;

import io.nightjar.config.TrainConfig;
import java.io.Serializable;

/**
 * What a factorisation minimises, over users u, items i and their scores ŷ = x_u·y_i:
 *
 * <p>Σ_observed c (1 − ŷ)² + w₀ Σ_unobserved ŷ² + Σ_u λ_u |x_u|² + Σ_i λ_i |y_i|²
 *
 * <p>with confidence c = 1 + alpha × weight and w₀ = {@code unobserved-weight}: Hu, Koren, Volinsky
 * ("Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008, equation 3) where w₀ is 1.
 * A row of n interactions is regularised by λ nᵛ, or by λ (n + w₀ · rows of the other side)ᵛ
 * (Rendle, Krichene, Zhang, Koren, "Revisiting the Performance of iALS on Item Recommendation
 * Benchmarks", RecSys 2022, section 4.3). MLlib's is that of w₀ = 1 and ν = 1.
 *
 * <p>Explicit feedback: Σ_observed (weight − ŷ)² and the same regularisation, w₀ being 0 (Zhou et
 * al., "Large-Scale Parallel Collaborative Filtering for the Netflix Prize", 2008).
 */
final class Objective implements Serializable {
  private static final long serialVersionUID = 1;

  private final boolean implicit;
  private final double alpha;
  private final double unobserved;
  private final double lambda;
  private final double exponent;
  private final boolean byAll;

  Objective(TrainConfig config) {
    this(
        config.feedback() == TrainConfig.Feedback.IMPLICIT,
        config.alpha(),
        config.unobservedWeight(),
        config.regularization(),
        config.regularizationExponent(),
        config.regularizationScaling() == TrainConfig.Scaling.ALL);
  }

  private Objective(
      boolean implicit,
      double alpha,
      double unobserved,
      double lambda,
      double exponent,
      boolean byAll) {
    this.implicit = implicit;
    this.alpha = alpha;
    this.unobserved = implicit ? unobserved : 0;
    this.lambda = lambda;
    this.exponent = exponent;
    this.byAll = byAll;
  }

  /**
   * Σ (w − ŷ)² over all cells, w being 0 where nothing is observed: least for the leading singular
   * vectors of the weights. A ridge keeps directions finite that the weights do not reach.
   */
  static Objective ofMatrix() {
    return new Objective(false, 0, 0, 1e-6, 0, false);
  }

  /** w₀; 0 if what is not observed does not count. */
  double unobserved() {
    return unobserved;
  }

  /** What an observation of that weight adds to the loss: q ŷ² − 2 l ŷ + this. */
  double constant(float weight) {
    return implicit ? confidence(weight) : (double) weight * weight;
  }

  /** l of an observation. */
  float linear(float weight) {
    return implicit ? (float) confidence(weight) : weight;
  }

  /** q of an observation, beyond what it would count unobserved; 0 or more. */
  float quadratic(float weight) {
    return implicit ? (float) (confidence(weight) - unobserved) : 1f;
  }

  /**
   * λ of a row.
   *
   * @param observed its interactions
   * @param others rows of the other side
   */
  double ridge(int observed, long others) {
    return lambda * Math.pow(observed + (byAll ? unobserved * others : 0), exponent);
  }

  private double confidence(float weight) {
    return 1 + alpha * weight;
  }
}
