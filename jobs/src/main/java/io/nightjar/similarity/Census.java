package io.nightjar.similarity;

import io.nightjar.linalg.ItemStats;
import java.io.Serializable;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What blocks of users hold, in numbers that can be added in any order.
 *
 * @param arrived interactions before the cap on a user's items
 * @param kept interactions
 * @param users users with any
 * @param itemUsers for each item its users
 * @param squares for each item the sum of its squared weights, or nothing where not needed
 */
record Census(long arrived, long kept, long users, int[] itemUsers, ExactSums squares)
    implements Serializable {
  static Census of(UserBlock block, long arrived, Layout layout) {
    int[] itemUsers = new int[layout.items()];
    ExactSums squares = new ExactSums(layout.weighted() ? layout.items() : 0);
    for (int e = 0; e < block.items.length; e++) {
      itemUsers[block.items[e]]++;
      if (layout.weighted()) {
        double weight = block.weights[e];
        squares.add(block.items[e], weight * weight);
      }
    }
    return new Census(arrived, block.items.length, block.users.length, itemUsers, squares);
  }

  /** Adds another to this, which changes. */
  Census plus(Census other) {
    for (int item = 0; item < itemUsers.length; item++) {
      itemUsers[item] += other.itemUsers[item];
    }
    squares.add(other.squares);
    return new Census(
        arrived + other.arrived, kept + other.kept, users + other.users, itemUsers, squares);
  }

  /** Items with more users than that, ascending. */
  int[] itemsAbove(int most) {
    return IntStream.range(0, itemUsers.length).filter(item -> itemUsers[item] > most).toArray();
  }

  ItemStats stats() {
    IntToDoubleFunction sum = squares::sum;
    double[] sums =
        squares.length() == 0
            ? null
            : IntStream.range(0, squares.length()).mapToDouble(sum).toArray();
    return new ItemStats(itemUsers, sums, users);
  }
}
