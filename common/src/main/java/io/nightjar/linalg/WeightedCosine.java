package io.nightjar.linalg;

/** Σ w_ui · w_uj over users in common, over √(Σ w_i² · Σ w_j²): {@link Cosine} of weights. */
final class WeightedCosine implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final int weighting;
  private final double[] inverseNorms;

  /**
   * The similarity.
   *
   * @param weighting place of the weights among those that {@link CoCounts} sums up
   */
  WeightedCosine(ItemStats stats, ColumnWindow window, double shrinkage, int weighting) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    this.weighting = weighting;
    inverseNorms = new double[window.width];
    for (int column = 0; column < window.width; column++) {
      inverseNorms[column] = 1 / Math.sqrt(stats.squares(weighting, first + column));
    }
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double squares = stats.squares(weighting, item);
    double bar = Math.sqrt(squares) * SLACK;
    double[] dots = pairs.dots[weighting];
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int column = pairs.columns[t];
      double shrunk = common + shrinkage;
      if (dots[t] * common * inverseNorms[column] >= into.threshold() * bar * shrunk) {
        int other = first + column;
        double product = squares * stats.squares(weighting, other);
        double cosine = product > 0 ? dots[t] / Math.sqrt(product) : 0;
        PairSimilarity.offer(into, other, cosine * (common / shrunk));
      }
    }
  }
}
