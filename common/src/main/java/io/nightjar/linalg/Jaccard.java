package io.nightjar.linalg;

/** c / (n_i + n_j − c) (Jaccard, "The Distribution of the Flora in the Alpine Zone", 1912). */
final class Jaccard implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;

  Jaccard(ItemStats stats, ColumnWindow window, double shrinkage) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double users = stats.users(item);
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int other = first + pairs.columns[t];
      double either = users + stats.users(other) - common;
      double shrunk = common + shrinkage;
      if (common * common >= into.threshold() * SLACK * shrunk * either) {
        PairSimilarity.offer(into, other, common / either * (common / shrunk));
      }
    }
  }
}
