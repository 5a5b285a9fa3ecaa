package io.nightjar.recommend;

import java.io.Serializable;
import java.util.Map;

/**
 * Popularity lists in memory.
 *
 * @param global every item of the catalogue
 * @param segments the other lists, by name
 */
record PopularLists(Ranking global, Map<String, Ranking> segments) implements Serializable {
  /** Name of the list by recent users. */
  static final String RECENT = "recent";

  /**
   * Items, most popular first.
   *
   * @param items item numbers
   * @param scores their scores, descending, 0 or more
   */
  record Ranking(int[] items, float[] scores) implements Serializable {
    /** A place's score over the best; just above 0 for items that nobody took up. */
    float share(int place) {
      return scores[0] > 0
          ? Math.max(scores[place] / scores[0], Float.MIN_NORMAL)
          : Float.MIN_NORMAL;
    }
  }

  /** The list of a segment, or null. */
  Ranking segment(String name) {
    return name == null ? null : segments.get(name);
  }
}
