package io.nightjar.similarity;

import io.nightjar.linalg.Weighting;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The items of the users of one part, in compressed rows, after the cap on a user's items. It does
 * not depend on the order in which interactions came.
 */
final class UserBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Which interactions to keep. */
  @FunctionalInterface
  interface Keep {
    boolean test(int user, int item);
  }

  /** Numbers of the users, ascending. */
  final int[] users;

  /** User at {@code u} has the entries {@code offsets[u]} to {@code offsets[u + 1] − 1}. */
  final int[] offsets;

  /** For each entry its item, ascending within a user. */
  final int[] items;

  /**
   * For each entry its weight, once: as it was given, or none where weights are not needed; after
   * {@link #weighted}, once for each weighting.
   */
  final float[][] weights;

  private UserBlock(int[] users, int[] offsets, int[] items, float[][] weights) {
    this.users = users;
    this.offsets = offsets;
    this.items = items;
    this.weights = weights;
  }

  /**
   * Sorts interactions into a block.
   *
   * @param arrivals interactions of the part's users, one a user and item
   * @param maxItems items a user counts with: the latest, ties by item
   * @throws IllegalArgumentException if an item lies outside the layout, or comes twice for a user
   */
  static UserBlock of(Arrivals arrivals, Layout layout, int maxItems) {
    int blocks = layout.blocks();
    int last = IntStream.of(arrivals.users).limit(arrivals.count).max().orElse(-1);
    int[] ends = new int[last / blocks + 1];
    for (int e = 0; e < arrivals.count; e++) {
      ends[arrivals.users[e] / blocks]++;
    }
    int[] slots = IntStream.range(0, ends.length).filter(slot -> ends[slot] > 0).toArray();
    int begin = 0;
    for (int slot : slots) {
      begin += ends[slot];
      ends[slot] = begin - ends[slot];
    }
    // Item above, bits of the weight below: a user's entries sort as numbers.
    long[] entries = new long[arrivals.count];
    long[] times = new long[layout.timed() ? arrivals.count : 0];
    for (int e = 0; e < arrivals.count; e++) {
      int at = ends[arrivals.users[e] / blocks]++;
      entries[at] = entry(arrivals, e, layout);
      if (layout.timed()) {
        times[at] = arrivals.times[e];
      }
    }
    int[] users = new int[slots.length];
    int[] offsets = new int[slots.length + 1];
    int from = 0;
    for (int u = 0; u < slots.length; u++) {
      int to = ends[slots[u]];
      users[u] = arrivals.users[0] % blocks + slots[u] * blocks;
      offsets[u + 1] = offsets[u] + latest(entries, times, from, to, offsets[u], maxItems);
      Arrays.sort(entries, offsets[u], offsets[u + 1]);
      from = to;
    }
    return unpacked(users, offsets, entries, layout);
  }

  private static long entry(Arrivals arrivals, int e, Layout layout) {
    int item = arrivals.items[e];
    if (item < 0 || item >= layout.items()) {
      throw new IllegalArgumentException(
          "Cannot place item %d of user %d: there are %d items"
              .formatted(item, arrivals.users[e], layout.items()));
    }
    int weight = layout.weighted() ? Float.floatToIntBits(arrivals.weights[e]) : 0;
    return (long) item << 32 | Integer.toUnsignedLong(weight);
  }

  /** Moves a user's latest entries down to {@code into}, and says how many they are. */
  private static int latest(long[] entries, long[] times, int from, int to, int into, int most) {
    if (to - from <= most) {
      System.arraycopy(entries, from, entries, into, to - from);
      return to - from;
    }
    long[] kept =
        IntStream.range(from, to)
            .boxed()
            .sorted(
                Comparator.comparingLong((Integer e) -> times[e])
                    .reversed()
                    .thenComparing(e -> entries[e]))
            .limit(most)
            .mapToLong(e -> entries[e])
            .toArray();
    System.arraycopy(kept, 0, entries, into, most);
    return most;
  }

  private static UserBlock unpacked(int[] users, int[] offsets, long[] entries, Layout layout) {
    int[] items = new int[offsets[users.length]];
    float[][] weights = new float[layout.weighted() ? 1 : 0][items.length];
    for (int u = 0; u < users.length; u++) {
      for (int e = offsets[u]; e < offsets[u + 1]; e++) {
        items[e] = (int) (entries[e] >>> 32);
        if (e > offsets[u] && items[e] == items[e - 1]) {
          throw new IllegalArgumentException(
              "Cannot count item %d of user %d twice: one row a pair is expected"
                  .formatted(items[e], users[u]));
        }
        if (layout.weighted()) {
          weights[0][e] = Float.intBitsToFloat((int) entries[e]);
        }
      }
    }
    return new UserBlock(users, offsets, items, weights);
  }

  /**
   * The block without the interactions that are not to be kept, and without users who have none.
   */
  UserBlock kept(Keep keep) {
    int[] keptUsers = new int[users.length];
    int[] keptOffsets = new int[offsets.length];
    int[] keptItems = new int[items.length];
    float[][] keptWeights = new float[weights.length][items.length];
    int rows = 0;
    int length = 0;
    for (int u = 0; u < users.length; u++) {
      for (int e = offsets[u]; e < offsets[u + 1]; e++) {
        if (keep.test(users[u], items[e])) {
          keptItems[length] = items[e];
          for (int k = 0; k < weights.length; k++) {
            keptWeights[k][length] = weights[k][e];
          }
          length++;
        }
      }
      if (length > keptOffsets[rows]) {
        keptUsers[rows] = users[u];
        keptOffsets[++rows] = length;
      }
    }
    int entries = length;
    return new UserBlock(
        Arrays.copyOf(keptUsers, rows),
        Arrays.copyOf(keptOffsets, rows + 1),
        Arrays.copyOf(keptItems, length),
        Stream.of(keptWeights).map(kept -> Arrays.copyOf(kept, entries)).toArray(float[][]::new));
  }

  /** The block with what its interactions count with in place of the weights they were given. */
  UserBlock weighted(List<Weighting> weightings) {
    float[][] counted = new float[weightings.size()][items.length];
    for (int k = 0; k < counted.length; k++) {
      Weighting weighting = weightings.get(k);
      for (int u = 0; u < users.length; u++) {
        double user = weighting.user(offsets[u + 1] - offsets[u]);
        for (int e = offsets[u]; e < offsets[u + 1]; e++) {
          counted[k][e] = weighting.of(user, weights[0][e], items[e]);
        }
      }
    }
    return new UserBlock(users, offsets, items, counted);
  }
}
