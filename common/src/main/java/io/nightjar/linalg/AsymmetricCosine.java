package io.nightjar.linalg;

/**
 * c / (n_i^α · n_j^(1 − α)) for neighbours j of i (Aiolli, "Efficient Top-N Recommendation for Very
 * Large Scale Binary Rated Datasets", RecSys 2013, section 3.2): the cosine at α = ½; below,
 * popular neighbours count for less.
 */
final class AsymmetricCosine implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final double alpha;
  private final double[] columns;

  AsymmetricCosine(ItemStats stats, ColumnWindow window, double shrinkage, double alpha) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    this.alpha = alpha;
    columns = Powers.ofUsers(stats, window, alpha - 1);
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double own = Powers.of(stats.users(item), -alpha);
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int column = pairs.columns[t];
      double cosine = common * own * columns[column];
      PairSimilarity.offer(into, first + column, cosine * (common / (common + shrinkage)));
    }
  }
}
