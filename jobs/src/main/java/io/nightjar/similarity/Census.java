package io.nightjar.similarity;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * What blocks of users hold, in numbers that can be added in any order.
 *
 * @param arrived interactions before the cap on a user's items
 * @param kept interactions
 * @param users users with any
 * @param itemUsers for each item its users
 * @param itemWeights for each item the sum of its weights as they were given, or nothing where not
 *     needed
 */
record Census(long arrived, long kept, long users, int[] itemUsers, ExactSums itemWeights)
    implements Serializable {
  static Census of(UserBlock block, long arrived, Layout layout) {
    int[] itemUsers = new int[layout.items()];
    ExactSums itemWeights = new ExactSums(layout.weighted() ? layout.items() : 0);
    for (int e = 0; e < block.items.length; e++) {
      itemUsers[block.items[e]]++;
      if (layout.weighted()) {
        itemWeights.add(block.items[e], block.weights[0][e]);
      }
    }
    return new Census(arrived, block.items.length, block.users.length, itemUsers, itemWeights);
  }

  /** Adds another to this, which changes. */
  Census plus(Census other) {
    for (int item = 0; item < itemUsers.length; item++) {
      itemUsers[item] += other.itemUsers[item];
    }
    itemWeights.add(other.itemWeights);
    return new Census(
        arrived + other.arrived, kept + other.kept, users + other.users, itemUsers, itemWeights);
  }

  /** Items with more users than that, ascending. */
  int[] itemsAbove(int most) {
    return IntStream.range(0, itemUsers.length).filter(item -> itemUsers[item] > most).toArray();
  }
}
