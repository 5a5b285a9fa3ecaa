package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;

/**
 * How similar the items of a window are to an item, from what their users have in common. Measures
 * that treat both items alike are symmetric to the bit; of the others, the similarity of a
 * neighbour says how far it speaks for the item, for one who has the neighbour.
 *
 * <p>n is an item's number of users, c the number that two items have in common, U that of all.
 * Every similarity is multiplied by c / (c + shrinkage) (Koren, "Factorization Meets the
 * Neighborhood", KDD 2008, equation 2).
 *
 * <p>Each measure has its own loop over an item's pairs: a call a pair would cost more than most
 * pairs do. A pair that cannot reach the selection's threshold is passed over by a comparison of
 * products, without a division or a root; {@link #SLACK} makes up for their rounding, so that what
 * is selected is what the exact scores say.
 */
interface PairSimilarity {
  /** Above the rounding of a score to float, 2⁻²⁴, and of a few operations in double. */
  double SLACK = 1 - 1e-6;

  /**
   * Offers what is similar.
   *
   * @param item the item
   * @param pairs what it has in common with the window's
   * @param into takes items and scores above 0
   */
  void offer(int item, CoCounts pairs, TopK into);

  /** Offers a pair, if its similarity is above 0. */
  static void offer(TopK into, int item, double similarity) {
    float score = (float) similarity;
    if (score > 0) {
      into.offer(item, score);
    }
  }

  /** The measure of that name, for a window. */
  static PairSimilarity of(
      Measure measure, SimilarityConfig config, ItemStats stats, ColumnWindow window) {
    double shrinkage = config.shrinkage();
    SimilarityConfig.RandomWalk walk = config.randomWalk();
    int weighting = config.weightings().indexOf(config.weighting(measure));
    return switch (measure) {
      case COSINE ->
          config.weighted()
              ? new WeightedCosine(stats, window, shrinkage, weighting)
              : new Cosine(stats, window, shrinkage);
      case JACCARD -> new Jaccard(stats, window, shrinkage);
      case LLR -> new LogLikelihoodRatio(stats, window, shrinkage);
      case LIFT -> new Lift(stats, window, shrinkage);
      case ASYMMETRIC_COSINE ->
          new AsymmetricCosine(stats, window, shrinkage, config.asymmetricCosine().alpha());
      case TVERSKY -> new Tversky(stats, window, shrinkage, config.tversky());
      case TF_IDF -> new WeightedCosine(stats, window, shrinkage, weighting);
      case BM25 -> new DotProduct(window, shrinkage, weighting);
      case P3ALPHA -> new RandomWalk(stats, window, shrinkage, walk.alpha(), 0, weighting);
      case RP3BETA ->
          new RandomWalk(stats, window, shrinkage, walk.alpha(), walk.beta(), weighting);
      case EASE -> throw new IllegalArgumentException("Cannot tell ease from pairs alone");
    };
  }
}
