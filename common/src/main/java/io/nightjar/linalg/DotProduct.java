package io.nightjar.linalg;

/** Σ w_ui · w_uj over the users in common. */
final class DotProduct implements PairSimilarity {
  private final int first;
  private final double shrinkage;
  private final int weighting;

  /**
   * The similarity.
   *
   * @param weighting place of the weights among those that {@link CoCounts} sums up
   */
  DotProduct(ColumnWindow window, double shrinkage, int weighting) {
    this.first = window.first;
    this.shrinkage = shrinkage;
    this.weighting = weighting;
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double[] dots = pairs.dots[weighting];
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      double shrunk = dots[t] * (common / (common + shrinkage));
      PairSimilarity.offer(into, first + pairs.columns[t], shrunk);
    }
  }
}
