package io.nightjar.linalg;

import io.nightjar.config.SimilarityConfig;

/**
 * c / (c + α (n_i − c) + β (n_j − c)) for neighbours j of i (Tversky, "Features of Similarity",
 * Psychological Review 84(4), 1977, the ratio model): Jaccard's at α = β = 1, Dice's at ½.
 */
final class Tversky implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final SimilarityConfig.Tversky config;

  Tversky(ItemStats stats, ColumnWindow window, double shrinkage, SimilarityConfig.Tversky config) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    this.config = config;
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double users = stats.users(item);
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int other = first + pairs.columns[t];
      double apart =
          config.alpha() * (users - common) + config.beta() * (stats.users(other) - common);
      double ratio = common / (common + apart);
      PairSimilarity.offer(into, other, ratio * (common / (common + shrinkage)));
    }
  }
}
