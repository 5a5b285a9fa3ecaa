package io.nightjar.linalg;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The transpose of the owned columns of a {@link CsrMatrix}: for each owned item the rows that hold
 * it, ascending, with their weights.
 */
final class OwnedItems {
  private final int[] items;
  private final int[] offsets;
  private final int[] rows;
  private final float[] weights;

  OwnedItems(CsrMatrix matrix, IntPredicate owned, ItemStats stats) {
    int[] counts = counts(matrix, owned, stats);
    offsets = new int[counts.length + 1];
    for (int item = 0; item < counts.length; item++) {
      offsets[item + 1] = offsets[item] + counts[item];
    }
    items = present(counts);
    rows = new int[offsets[counts.length]];
    weights = new float[rows.length];
    int[] next = Arrays.copyOf(offsets, counts.length);
    for (int row = 0; row < matrix.rows(); row++) {
      for (int e = matrix.offsets[row]; e < matrix.offsets[row + 1]; e++) {
        int item = matrix.items[e];
        if (counts[item] > 0) {
          rows[next[item]] = row;
          weights[next[item]++] = matrix.weights[e];
        }
      }
    }
  }

  /** Owned items with at least one row, ascending. */
  int[] items() {
    return items.clone();
  }

  /** Where an item's entries begin; an item that is not owned has none. */
  int start(int item) {
    return offsets[item];
  }

  int end(int item) {
    return offsets[item + 1];
  }

  int row(int entry) {
    return rows[entry];
  }

  float weight(int entry) {
    return weights[entry];
  }

  private static int[] counts(CsrMatrix matrix, IntPredicate owned, ItemStats stats) {
    int[] counts = new int[stats.items()];
    for (int item : matrix.items) {
      if (item >= counts.length) {
        throw new IllegalArgumentException(
            "Cannot place item %d: statistics know %d items".formatted(item, counts.length));
      }
      counts[item]++;
    }
    for (int item = 0; item < counts.length; item++) {
      if (counts[item] > 0 && !owned.test(item)) {
        counts[item] = 0;
      } else if (counts[item] > 0 && counts[item] != stats.users(item)) {
        throw new IllegalArgumentException(
            "Cannot score item %d: it has %d users in the rows and %d in the statistics"
                .formatted(item, counts[item], stats.users(item)));
      }
    }
    return counts;
  }

  private static int[] present(int[] counts) {
    int[] items = new int[counts.length];
    int found = 0;
    for (int item = 0; item < counts.length; item++) {
      if (counts[item] > 0) {
        items[found++] = item;
      }
    }
    return Arrays.copyOf(items, found);
  }
}
