package io.nightjar.linalg;

/** c / √(n_i · n_j) (Salton and McGill, Introduction to Modern Information Retrieval, 1983). */
final class Cosine implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;
  private final double[] inverseRoots;

  Cosine(ItemStats stats, ColumnWindow window, double shrinkage) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
    inverseRoots = new double[window.width];
    for (int column = 0; column < window.width; column++) {
      inverseRoots[column] = 1 / Math.sqrt(Math.max(1, stats.users(first + column)));
    }
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double users = stats.users(item);
    double bar = Math.sqrt(users) * SLACK;
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int column = pairs.columns[t];
      double shrunk = common + shrinkage;
      if (common * common * inverseRoots[column] >= into.threshold() * bar * shrunk) {
        int other = first + column;
        double cosine = common / Math.sqrt(users * stats.users(other));
        PairSimilarity.offer(into, other, cosine * (common / shrunk));
      }
    }
  }
}
