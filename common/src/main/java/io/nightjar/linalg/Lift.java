package io.nightjar.linalg;

/**
 * c · U / (n_i · n_j): how much oftener than by chance (the "interest" of Brin, Motwani, Ullman and
 * Tsur, "Dynamic Itemset Counting and Implication Rules for Market Basket Data", 1997).
 */
final class Lift implements PairSimilarity {
  private final ItemStats stats;
  private final int first;
  private final double shrinkage;

  Lift(ItemStats stats, ColumnWindow window, double shrinkage) {
    this.stats = stats;
    this.first = window.first;
    this.shrinkage = shrinkage;
  }

  @Override
  public void offer(int item, CoCounts pairs, TopK into) {
    double all = stats.totalUsers();
    double users = stats.users(item);
    for (int t = 0; t < pairs.length; t++) {
      double common = pairs.common[t];
      int other = first + pairs.columns[t];
      double product = users * stats.users(other);
      double shrunk = common + shrinkage;
      if (common * all * common >= into.threshold() * SLACK * product * shrunk) {
        PairSimilarity.offer(into, other, common * all / product * (common / shrunk));
      }
    }
  }
}
