package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig;
import java.io.Serializable;

/**
 * What an interaction counts with, in measures that sum up products over the users in common: a
 * factor of the user, once, and what it is for each of the user's items.
 */
public interface Weighting extends Serializable {
  /**
   * A user's factor.
   *
   * @param items how many items the user has, 1 or more
   */
  double user(int items);

  /**
   * What an interaction counts with.
   *
   * @param user the user's factor
   * @param weight the weight that the interaction was given, above 0
   */
  float of(double user, float weight, int item);

  /** Whether a measure divides by the items' norms, so that sums of squares are needed. */
  boolean normed();

  /**
   * The weighting of that name.
   *
   * @param itemWeights for each item the sum of its given weights
   */
  static Weighting of(
      SimilarityConfig.Weighting kind, SimilarityConfig config, double[] itemWeights) {
    return switch (kind) {
      case GIVEN -> new Given();
      case TF_IDF -> new TfIdf(itemWeights.length);
      case BM25 -> new Bm25(config.bm25(), itemWeights);
      case WALK -> new Walk(config.randomWalk().userAlpha());
    };
  }

  /** The weights as they are. */
  record Given() implements Weighting {
    @Override
    public double user(int items) {
      return 1;
    }

    @Override
    public float of(double user, float weight, int item) {
      return weight;
    }

    @Override
    public boolean normed() {
      return true;
    }
  }

  /**
   * √w · ln(I / (1 + n_u)), of I items: users are an item's terms, and those with many items say
   * the least (Salton and Buckley, "Term-Weighting Approaches in Automatic Text Retrieval", 1988).
   *
   * @param items how many there are
   */
  record TfIdf(int items) implements Weighting {
    @Override
    public double user(int own) {
      return inverseFrequency(items, own);
    }

    @Override
    public float of(double user, float weight, int item) {
      return (float) (Math.sqrt(weight) * user);
    }

    @Override
    public boolean normed() {
      return true;
    }

    /** Of users with all items or all but one, 0. */
    private static double inverseFrequency(int items, int own) {
      return Math.max(0, StrictMath.log(items / (1.0 + own)));
    }
  }

  /**
   * w (k1 + 1) / (w + k1 (1 − b + b · W_i / W)) · ln(I / (1 + n_u)), where W_i is the sum of an
   * item's weights and W its mean over the items (Robertson and Zaragoza, "The Probabilistic
   * Relevance Framework: BM25 and Beyond", 2009, equation 3.15).
   */
  final class Bm25 implements Weighting {
    private final double k1;
    private final double[] lengths;

    Bm25(SimilarityConfig.Bm25 config, double[] itemWeights) {
      k1 = config.k1();
      lengths = new double[itemWeights.length];
      double sum = 0;
      for (double weight : itemWeights) {
        sum += weight;
      }
      double mean = sum / itemWeights.length;
      for (int item = 0; item < lengths.length; item++) {
        lengths[item] = 1 - config.b() + config.b() * itemWeights[item] / mean;
      }
    }

    @Override
    public double user(int items) {
      return TfIdf.inverseFrequency(lengths.length, items);
    }

    @Override
    public float of(double user, float weight, int item) {
      return (float) (weight * (k1 + 1) / (weight + k1 * lengths[item]) * user);
    }

    @Override
    public boolean normed() {
      return false;
    }
  }

  /**
   * n_u^(−γ/2), so that a product is (1/n_u)^γ: see {@link RandomWalk}.
   *
   * @param gamma power of the probability of the step that leaves a user
   */
  record Walk(double gamma) implements Weighting {
    @Override
    public double user(int items) {
      return Powers.of(items, -gamma / 2);
    }

    @Override
    public float of(double user, float weight, int item) {
      return (float) user;
    }

    @Override
    public boolean normed() {
      return false;
    }
  }
}
