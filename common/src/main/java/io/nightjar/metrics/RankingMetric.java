package io.nightjar.metrics;

import java.util.Locale;

/** The measures of a list at a cutoff, each a mean over users of a value in 0..1. */
public enum RankingMetric {
  /** Mean of {@link RankedHits#precision}. */
  PRECISION,
  /** Mean of {@link RankedHits#recall}. */
  RECALL,
  /** Mean of {@link RankedHits#cappedRecall}. */
  CAPPED_RECALL,
  /** Mean of {@link RankedHits#ndcg}. */
  NDCG,
  /** Mean of {@link RankedHits#averagePrecision}. */
  MAP,
  /** Mean of {@link RankedHits#reciprocalRank}. */
  MRR,
  /** Mean of {@link RankedHits#hitRate}. */
  HIT_RATE,
  /** Mean of {@link RankedHits#auc}. */
  AUC,
  /** Mean of {@link RankedHits#serendipity}. */
  SERENDIPITY;

  /** Its name in tables and reports: {@code ndcg}, {@code hit_rate}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** One user's value at cutoff {@code k}. */
  public double of(RankedHits user, int k) {
    return switch (this) {
      case PRECISION -> user.precision(k);
      case RECALL -> user.recall(k);
      case CAPPED_RECALL -> user.cappedRecall(k);
      case NDCG -> user.ndcg(k);
      case MAP -> user.averagePrecision(k);
      case MRR -> user.reciprocalRank(k);
      case HIT_RATE -> user.hitRate(k);
      case AUC -> user.auc(k);
      case SERENDIPITY -> user.serendipity(k);
    };
  }
}
