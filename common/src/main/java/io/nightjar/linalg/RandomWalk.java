package io.nightjar.linalg;

/**
 * Σ over users in common of (1/n_j)^α · (1/n_u)^γ, over n_i^β, for neighbours j of i: the walk from
 * j to a user to i on the graph of interactions, each step's probability raised to a power, and the
 * popularity of where it ends held against it. n_u is the user's number of items.
 *
 * <p>With γ = α it is P3α of Cooper et al. ("Random Walks in Recommender Systems: Exact Computation
 * and Simulations", WWW 2014) at β = 0, and RP3β of Paudel et al. ("Updatable, Accurate, Diverse,
 * and Scalable Recommendations for Interactive Applications", ACM TiiS 7(1), 2017). With α = β = ½
 * and γ = 1 it is the linear filter of GF-CF (Shen et al., "How Powerful is Graph Convolution for
 * Recommendation?", CIKM 2021, equation 10).
 */
final class RandomWalk implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final double beta;
  private final int weighting;
  private final double[] columns;

  /**
   * The similarity.
   *
   * @param weighting place of {@link Weighting}'s walk among those that {@link CoCounts} sums up
   */
  RandomWalk(
      ItemStats stats,
      ColumnWindow window,
      double shrinkage,
      double alpha,
      double beta,
      int weighting) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    this.beta = beta;
    this.weighting = weighting;
    columns = Powers.ofUsers(stats, window, -alpha);
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double own = Powers.of(stats.users(item), -beta);
    double[] dots = pairs.dots[weighting];
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int column = pairs.columns[t];
      double walk = dots[t] * own * columns[column];
      PairSimilarity.offer(into, first + column, walk * (common / (common + shrinkage)));
    }
  }
}
