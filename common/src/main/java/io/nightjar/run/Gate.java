package io.nightjar.run;

import java.util.Locale;

/**
 * A judgement on a night that its operator may know better, and so may {@linkplain Overrides
 * override}. What a list must never hold is not among these.
 */
public enum Gate {
  /** Share of events after the logical date. */
  FUTURE_SHARE,
  /** Share of rows that went to quarantine. */
  QUARANTINED_SHARE,
  /** Rows read, against those of the last nights. */
  VOLUME_DROP,
  /** Quality of the lists, against popularity's. */
  NDCG_OVER_POPULARITY,
  /** Quality of the lists, against that of the night before's model. */
  NDCG_OVER_LAST_NIGHT,
  /** Share of lists that are shorter than they could be. */
  SHORT_LISTS,
  /** Share of the released users who would have no list. */
  USERS_LOST;

  /** Name on the command line, in messages and in releases, such as {@code users_lost}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
