package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig.Measure;

/**
 * How similar two items are, from what their users have in common. Symmetric to the bit.
 *
 * <p>n is an item's number of users, c the number that two items have in common, U that of all.
 */
@FunctionalInterface
interface PairSimilarity {
  /**
   * The similarity of items {@code i} and {@code j}; 0 or less if there is none.
   *
   * @param common users in common, 1 or more
   * @param dot sum over them of the product of their weights; for weighted measures only
   */
  double of(int i, int j, int common, double dot);

  /**
   * The measure of that name.
   *
   * @param weighted whether cosine uses weights; the other measures have no use for them
   */
  static PairSimilarity of(Measure measure, boolean weighted, ItemStats stats) {
    return switch (measure) {
      case COSINE -> weighted ? weightedCosine(stats) : cosine(stats);
      case JACCARD -> jaccard(stats);
      case LLR -> new LogLikelihoodRatio(stats);
      case LIFT -> lift(stats);
    };
  }

  /** c / √(n_i · n_j) (Salton and McGill, Introduction to Modern Information Retrieval, 1983). */
  private static PairSimilarity cosine(ItemStats stats) {
    return (i, j, common, dot) -> common / Math.sqrt((double) stats.users(i) * stats.users(j));
  }

  /** dot / √(Σ w_i² · Σ w_j²): as {@link #cosine}, of weights instead of ones. */
  private static PairSimilarity weightedCosine(ItemStats stats) {
    return (i, j, common, dot) -> {
      double squares = stats.squares(i) * stats.squares(j);
      return squares > 0 ? dot / Math.sqrt(squares) : 0;
    };
  }

  /** c / (n_i + n_j − c) (Jaccard, "The Distribution of the Flora in the Alpine Zone", 1912). */
  private static PairSimilarity jaccard(ItemStats stats) {
    return (i, j, common, dot) ->
        common / (double) ((long) stats.users(i) + stats.users(j) - common);
  }

  /**
   * c · U / (n_i · n_j): how much oftener than by chance (the "interest" of Brin, Motwani, Ullman
   * and Tsur, "Dynamic Itemset Counting and Implication Rules for Market Basket Data", 1997).
   */
  private static PairSimilarity lift(ItemStats stats) {
    return (i, j, common, dot) ->
        common * (double) stats.totalUsers() / ((double) stats.users(i) * stats.users(j));
  }
}
