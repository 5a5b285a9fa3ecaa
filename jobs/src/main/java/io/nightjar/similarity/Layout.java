package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import java.io.Serializable;

/**
 * How users and items are split: user {@code u} is in part {@code u mod blocks}, item {@code i} in
 * block {@code i mod blocks} and in window {@code i / window}.
 *
 * @param items how many items there are
 * @param weightings weights that an entry has on its way to the blocks of items
 * @param timed whether times are needed: a user can only have too many items if there are as many
 */
record Layout(int items, int blocks, int window, int weightings, boolean timed)
    implements Serializable {
  static Layout of(int items, SimilarityConfig config) {
    return new Layout(
        items,
        config.blocks(),
        config.window(),
        config.weightings().size(),
        config.maxItemsPerUser() < items);
  }

  /** Whether the weights that interactions were given are needed. */
  boolean weighted() {
    return weightings > 0;
  }

  /** Windows that there are. */
  int windows() {
    return (int) (((long) items + window - 1) / window);
  }

  /** First item of a window. */
  int first(int number) {
    return number * window;
  }

  /** First item after a window. */
  int last(int number) {
    return (int) Math.min(items, (number + 1L) * window);
  }
}
