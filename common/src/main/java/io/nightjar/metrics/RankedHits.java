package io.nightjar.metrics;

import java.util.Arrays;

/**
 * One user's list against the items that were relevant to that user, and its measures at a cutoff.
 *
 * <p>R is the number of relevant items, 1 or more; hit(r) is 1 if the item at rank r (from 1) is
 * relevant and 0 otherwise; hits(k) is the sum of hit(r) for r = 1..k. A list shorter than k counts
 * as if filled up with items that are not relevant. Every measure lies in 0..1, higher is better,
 * and throws IllegalArgumentException for a k below 1.
 */
public final class RankedHits {
  private static final int[] NO_LIST = {};
  private static final double LN_2 = StrictMath.log(2);

  private static final double[] DISCOUNTS = new double[1 << 10];

  static {
    Arrays.setAll(DISCOUNTS, RankedHits::discountOf);
  }

  /** Ranks of the hits, from 1, ascending. */
  private final int[] ranks;

  /** For each hit its rank in a list to be compared with, or more than any. */
  private final int[] obvious;

  private final int length;
  private final int relevant;
  private final int rankable;

  private RankedHits(int[] ranks, int[] obvious, int length, int relevant, int rankable) {
    this.ranks = ranks;
    this.obvious = obvious;
    this.length = length;
    this.relevant = relevant;
    this.rankable = rankable;
  }

  /**
   * Finds the hits of a list.
   *
   * @param ranked distinct items, best first; may be empty
   * @param relevant distinct items in any order, at least one: users without any are left out of
   *     averages by the caller
   * @throws IllegalArgumentException if an item occurs twice, or none is relevant
   */
  public static RankedHits of(int[] ranked, int[] relevant) {
    return of(ranked, relevant, NO_LIST, 0);
  }

  /**
   * Finds the hits of a list, for measures that look beyond it.
   *
   * @param ranked distinct items, best first; may be empty
   * @param relevant distinct items in any order, at least one
   * @param obvious distinct items, best first, that need no recommender: for {@link #serendipity}
   * @param rankable how many items there were to rank, for {@link #auc}; at least those of the list
   *     and the relevant ones are taken
   * @throws IllegalArgumentException if an item occurs twice, or none is relevant
   */
  public static RankedHits of(int[] ranked, int[] relevant, int[] obvious, int rankable) {
    if (relevant.length == 0) {
      throw new IllegalArgumentException("Cannot measure a list against no relevant items");
    }
    sortedDistinct(ranked, "ranked");
    int[] wanted = sortedDistinct(relevant, "relevant");
    int[] ranks = new int[Math.min(ranked.length, wanted.length)];
    int[] places = new int[ranks.length];
    int hits = 0;
    for (int r = 0; r < ranked.length; r++) {
      if (Arrays.binarySearch(wanted, ranked[r]) >= 0) {
        places[hits] = rank(ranked[r], obvious);
        ranks[hits++] = r + 1;
      }
    }
    return new RankedHits(
        Arrays.copyOf(ranks, hits),
        Arrays.copyOf(places, hits),
        ranked.length,
        relevant.length,
        Math.max(rankable, ranked.length + relevant.length - hits));
  }

  private static int rank(int item, int[] list) {
    for (int r = 0; r < list.length; r++) {
      if (list[r] == item) {
        return r + 1;
      }
    }
    return Integer.MAX_VALUE;
  }

  /** Precision: hits(k) / k (van Rijsbergen, Information Retrieval, 1979, chapter 7). */
  public double precision(int k) {
    return (double) hits(k) / k;
  }

  /** Recall: hits(k) / R (van Rijsbergen, 1979, chapter 7). */
  public double recall(int k) {
    return (double) hits(k) / relevant;
  }

  /**
   * Capped recall: hits(k) / min(k, R), 1 for a list of nothing but relevant items however many
   * there are (Liang, Krishnan, Hoffman and Jebara, "Variational Autoencoders for Collaborative
   * Filtering", WWW 2018, section 4.2, where it is called recall).
   */
  public double cappedRecall(int k) {
    return (double) hits(k) / Math.min(k, relevant);
  }

  /** Hit rate: 1 if hits(k) is above 0 (Deshpande and Karypis, ACM TOIS 22(1), 2004). */
  public double hitRate(int k) {
    return hits(k) > 0 ? 1 : 0;
  }

  /**
   * Reciprocal rank: 1 / rank of the first hit, 0 if there is none by k (Voorhees, "The TREC-8
   * Question Answering Track Report", 1999). Its mean over users is MRR.
   */
  public double reciprocalRank(int k) {
    return hits(k) > 0 ? 1.0 / ranks[0] : 0;
  }

  /**
   * Average precision: the sum over hits at rank r ≤ k of hits(r) / r, over min(k, R) (Buckley and
   * Voorhees, "Evaluating Evaluation Measure Stability", SIGIR 2000, cut off at k, and divided by
   * what k places can hold, so that a perfect list has 1). Its mean over users is MAP.
   */
  public double averagePrecision(int k) {
    double sum = 0;
    int hits = hits(k);
    for (int h = 0; h < hits; h++) {
      sum += (h + 1.0) / ranks[h];
    }
    return sum / Math.min(k, relevant);
  }

  /**
   * Normalised discounted cumulative gain with gains of 0 and 1: the sum over hits at rank r ≤ k of
   * 1 / log2(r + 1), over the same sum for r = 1..min(k, R) (Järvelin and Kekäläinen, "Cumulated
   * Gain-Based Evaluation of IR Techniques", ACM TOIS 20(4), 2002, with the discount in use since
   * Burges et al., "Learning to Rank using Gradient Descent", ICML 2005).
   */
  public double ndcg(int k) {
    double gain = 0;
    int hits = hits(k);
    for (int h = 0; h < hits; h++) {
      gain += discount(ranks[h]);
    }
    double ideal = 0;
    for (int r = 1; r <= Math.min(k, relevant); r++) {
      ideal += discount(r);
    }
    return gain / ideal;
  }

  /**
   * Area under the ROC curve: of all pairs of a relevant item and another one that could be ranked,
   * the share that is ordered right; of two items that are not among the first k it is not known
   * which is better, and such a pair counts as half right (Hanley and McNeil, "The Meaning and Use
   * of the Area under a Receiver Operating Characteristic (ROC) Curve", Radiology 143, 1982, per
   * user as in Rendle et al., "BPR", UAI 2009, section 4.1). An empty list has 0.5.
   */
  public double auc(int k) {
    double others = rankable - relevant;
    if (others == 0) {
      return 0.5;
    }
    int hits = hits(k);
    double right = 0;
    for (int h = 0; h < hits; h++) {
      right += others - (ranks[h] - 1 - h);
    }
    double unlisted = others - (Math.min(k, length) - hits);
    right += (relevant - hits) * unlisted / 2;
    return right / (relevant * others);
  }

  /**
   * Serendipity: the hits by k that are not among the first k of what is obvious, over k (Ge,
   * Delgado-Battenfeld and Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage
   * and Serendipity", RecSys 2010, section 3.2, with popularity as the primitive recommender).
   */
  public double serendipity(int k) {
    int hits = hits(k);
    int found = 0;
    for (int h = 0; h < hits; h++) {
      found += obvious[h] > k ? 1 : 0;
    }
    return (double) found / k;
  }

  private int hits(int k) {
    if (k < 1) {
      throw new IllegalArgumentException("Cannot measure at k = " + k + ": at least 1");
    }
    int hits = 0;
    while (hits < ranks.length && ranks[hits] <= k) {
      hits++;
    }
    return hits;
  }

  private static double discount(int rank) {
    return rank < DISCOUNTS.length ? DISCOUNTS[rank] : discountOf(rank);
  }

  private static double discountOf(int rank) {
    return LN_2 / StrictMath.log(rank + 1.0);
  }

  private static int[] sortedDistinct(int[] items, String what) {
    int[] sorted = items.clone();
    Arrays.sort(sorted);
    for (int i = 1; i < sorted.length; i++) {
      if (sorted[i] == sorted[i - 1]) {
        throw new IllegalArgumentException(
            "Cannot measure a list: %s item %d occurs twice".formatted(what, sorted[i]));
      }
    }
    return sorted;
  }
}
