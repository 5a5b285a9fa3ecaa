package io.nightjar.linalg;

/** dot / √(Σ w_i² · Σ w_j²): as {@link Cosine}, of weights instead of ones. */
final class WeightedCosine implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final double[] inverseNorms;

  WeightedCosine(ItemStats stats, ColumnWindow window, double shrinkage) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    inverseNorms = new double[window.width];
    for (int column = 0; column < window.width; column++) {
      inverseNorms[column] = 1 / Math.sqrt(stats.squares(first + column));
    }
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double squares = stats.squares(item);
    double bar = Math.sqrt(squares) * SLACK;
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int column = pairs.columns[t];
      double shrunk = common + shrinkage;
      if (pairs.dots[t] * common * inverseNorms[column] >= into.threshold() * bar * shrunk) {
        int other = first + column;
        double product = squares * stats.squares(other);
        double cosine = product > 0 ? pairs.dots[t] / Math.sqrt(product) : 0;
        PairSimilarity.offer(into, other, cosine * (common / shrunk));
      }
    }
  }
}
