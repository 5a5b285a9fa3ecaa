package io.nightjar.metrics;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * What a set of lists does to the catalogue. A slot is one place of one user's list.
 *
 * @param coverage share of items recommended at least once, 0..1 (Ge, Delgado-Battenfeld and
 *     Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage and Serendipity",
 *     RecSys 2010)
 * @param gini inequality of the items' slots: Σ (2i − n − 1) · x_i / (n · Σ x_i), x_i ascending and
 *     i from 1; 0 if all items have equally many, 1 − 1/n if one has all (Fleder and Hosanagar,
 *     "Blockbuster Culture's Next Rise or Fall", Management Science 55(5), 2009)
 * @param popularityShare share of the slots taken by the head, 0..1: the most popular items, as
 *     many as {@code headShare} of the catalogue, rounded up
 * @param novelty mean over slots of −log2(p), bits, 0 or more; p is the share of users who know the
 *     item (Zhou et al., "Solving the Apparent Diversity-Accuracy Dilemma of Recommender Systems",
 *     PNAS 107(10), 2010)
 * @param personalisation mean over pairs of lists of 1 − (items in both) / k, 0 if all lists are
 *     the same and full, 1 if no two share an item, or there is one list only (Zhou et al., 2010,
 *     where it is h). Found without looking at pairs: an item in c lists is in both of c(c − 1)/2
 */
public record CatalogueMetrics(
    double coverage, double gini, double popularityShare, double novelty, double personalisation) {

  private static final double LN_2 = StrictMath.log(2);

  /**
   * Measures a set of lists.
   *
   * @param slots for each item, in how many lists it is, 0 to {@code lists}; above 0 for one at
   *     least
   * @param lists number of lists, of which some may be empty; each holds an item once at the most
   * @param k places of a list, 1 or more
   * @param itemUsers for each item, the users who interacted with it, 0 to {@code users}: its
   *     popularity, ties by item ascending. An item without users counts as if it had one in
   *     novelty
   * @param users number of users, 1 or more
   * @param headShare share of items that are the head, 0..1
   * @throws IllegalArgumentException if an argument is out of its range
   */
  public static CatalogueMetrics of(
      long[] slots, long lists, int k, long[] itemUsers, long users, double headShare) {
    check(slots, lists, k, itemUsers, users, headShare);
    double total = Arrays.stream(slots).sum();
    double coverage = (double) Arrays.stream(slots).filter(s -> s > 0).count() / slots.length;
    return new CatalogueMetrics(
        coverage,
        gini(slots, total),
        headSlots(slots, itemUsers, headShare) / total,
        information(slots, itemUsers, users) / total,
        1 - sharedItems(slots, lists) / k);
  }

  /** Items that two lists have in common, in the mean over pairs. */
  private static double sharedItems(long[] slots, long lists) {
    double sum = 0;
    for (long count : slots) {
      sum += (double) count * (count - 1);
    }
    return lists > 1 ? sum / ((double) lists * (lists - 1)) : 0;
  }

  private static double gini(long[] slots, double total) {
    long[] ascending = slots.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (2.0 * i + 1 - n) * ascending[i];
    }
    return sum / (n * total);
  }

  private static long headSlots(long[] slots, long[] itemUsers, double headShare) {
    // In decimals, as the share was written: 0.07 × 100 items are 7, not 8.
    int head =
        BigDecimal.valueOf(headShare)
            .multiply(BigDecimal.valueOf(slots.length))
            .setScale(0, RoundingMode.CEILING)
            .intValueExact();
    return IntStream.range(0, slots.length)
        .boxed()
        .sorted(Comparator.comparingLong((Integer item) -> -itemUsers[item]))
        .limit(head)
        .mapToLong(item -> slots[item])
        .sum();
  }

  private static double information(long[] slots, long[] itemUsers, long users) {
    double sum = 0;
    for (int item = 0; item < slots.length; item++) {
      double p = (double) Math.max(1, itemUsers[item]) / users;
      sum -= slots[item] * (StrictMath.log(p) / LN_2);
    }
    return sum;
  }

  private static void check(
      long[] slots, long lists, int k, long[] itemUsers, long users, double headShare) {
    if (slots.length != itemUsers.length) {
      throw new IllegalArgumentException(
          "Cannot measure the slots of %d items beside the users of %d"
              .formatted(slots.length, itemUsers.length));
    }
    long taken = Arrays.stream(slots).sum();
    if (k < 1 || taken > lists * k) {
      throw new IllegalArgumentException(
          "Cannot measure %,d lists of %d places in which items take %,d"
              .formatted(lists, k, taken));
    }
    if (users < 1 || !(headShare >= 0 && headShare <= 1)) {
      throw new IllegalArgumentException(
          "Cannot measure lists for %d users with a head of %s".formatted(users, headShare));
    }
    for (int item = 0; item < slots.length; item++) {
      if (slots[item] < 0
          || slots[item] > lists
          || itemUsers[item] < 0
          || itemUsers[item] > users) {
        throw new IllegalArgumentException(
            "Cannot measure item %d: in %d lists of %d, %d users of %d"
                .formatted(item, slots[item], lists, itemUsers[item], users));
      }
    }
    if (Arrays.stream(slots).noneMatch(s -> s > 0)) {
      throw new IllegalArgumentException("Cannot measure lists without any item");
    }
  }
}
