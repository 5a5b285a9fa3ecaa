package io.nightjar.recommend;

import io.nightjar.linalg.TopK;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** The candidates of one source for one user, best first. */
final class Candidates {
  /** Says that a candidate is based on no item of the user's. */
  static final int NO_ITEM = -1;

  private final int[] items;
  private final float[] scores;
  private final int[] because;
  private int size;

  Candidates(int capacity) {
    items = new int[capacity];
    scores = new float[capacity];
    because = new int[capacity];
  }

  int capacity() {
    return items.length;
  }

  int size() {
    return size;
  }

  int item(int place) {
    return items[place];
  }

  float score(int place) {
    return scores[place];
  }

  /** The user's own item that a candidate is based on, or {@link #NO_ITEM}. */
  int because(int place) {
    return because[place];
  }

  /** The items alone, at most so many. */
  int[] items(int most) {
    return Arrays.copyOf(items, Math.min(size, most));
  }

  void clear() {
    size = 0;
  }

  /** Appends a candidate that is no better than those before it. */
  void add(int item, float score) {
    items[size] = item;
    scores[size] = score;
    because[size++] = NO_ITEM;
  }

  /**
   * Takes what a selection holds, leaving out scores of 0 and below.
   *
   * @param basis the user's own item behind an item, or {@link #NO_ITEM}
   */
  void take(TopK best, IntUnaryOperator basis) {
    int found = best.drain(items, scores);
    size = 0;
    while (size < found && scores[size] > 0) {
      because[size] = basis.applyAsInt(items[size]);
      size++;
    }
  }
}
