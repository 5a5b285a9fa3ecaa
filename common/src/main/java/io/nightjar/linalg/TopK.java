package io.nightjar.linalg;

import java.util.Arrays;

/**
 * The best {@code capacity} of the (id, score) pairs offered, by score descending, then id
 * ascending.
 *
 * <p>A pair that beats the threshold, or ties with it and has a lower id, is appended; once twice
 * the capacity has come together, the better half is selected (Hoare, "Algorithm 65: Find", CACM
 * 4(7), 1961) and its worst sets the threshold for what follows. So a pair costs one comparison if
 * it does not qualify, and a constant if it does, whatever the capacity. What is kept does not
 * depend on the order of the offers, as long as ids are distinct. NaN never enters. Not
 * thread-safe.
 *
 * <p>Memory: 16 bytes × capacity.
 */
public final class TopK {
  /** Below so many, sorting is cheaper than selecting. */
  private static final int FEW = 16;

  private final int capacity;

  /** Pairs as numbers that order them, the greater the better: see {@link #key}. */
  private final long[] keys;

  private int length;

  /** The key that a pair has to exceed: that of the worst which may still stay. */
  private long floor = Long.MIN_VALUE;

  /** Score of that pair, or −∞ while there is room. */
  private float threshold = Float.NEGATIVE_INFINITY;

  /**
   * An empty selection.
   *
   * @param capacity pairs kept at the most, 1 to 2³⁰
   */
  public TopK(int capacity) {
    if (capacity < 1 || capacity > 1 << 30) {
      throw new IllegalArgumentException("Cannot select the top " + capacity + ": 1 to 2^30");
    }
    this.capacity = capacity;
    keys = new long[Math.max(FEW, 2 * Math.min(capacity, Integer.MAX_VALUE / 2 - 8))];
  }

  /** Pairs kept now: 0 to the capacity. */
  public int size() {
    return Math.min(length, capacity);
  }

  /** A score below which any pair is refused: −∞ at first, and it only rises. */
  public float threshold() {
    return threshold;
  }

  /** Forgets all pairs, for use with the next user or item. */
  public void clear() {
    length = 0;
    floor = Long.MIN_VALUE;
    threshold = Float.NEGATIVE_INFINITY;
  }

  /**
   * Offers a pair.
   *
   * @param id 0 or more, and not offered since the last {@link #clear}
   * @param score any score; NaN is refused, and −0 is taken for 0
   */
  public void offer(int id, float score) {
    // NaN fails this comparison too.
    if (score >= threshold) {
      long key = key(id, score);
      if (key > floor) {
        keys[length++] = key;
        if (length == keys.length) {
          keepBest();
          floor = keys[capacity - 1];
          threshold = score(floor);
        }
      }
    }
  }

  /**
   * Moves the pairs out, best first, and leaves this empty.
   *
   * @param intoIds receives the ids; {@link #size} long or longer
   * @param intoScores receives the scores; {@link #size} long or longer
   * @return how many pairs were written
   */
  public int drain(int[] intoIds, float[] intoScores) {
    int drained = size();
    if (intoIds.length < drained || intoScores.length < drained) {
      throw new IllegalArgumentException(
          "Cannot drain %d pairs into arrays of %d and %d"
              .formatted(drained, intoIds.length, intoScores.length));
    }
    if (length > capacity) {
      keepBest();
    }
    Arrays.sort(keys, 0, drained);
    for (int i = 0; i < drained; i++) {
      long key = keys[drained - 1 - i];
      intoIds[i] = ~(int) key;
      intoScores[i] = score(key);
    }
    clear();
    return drained;
  }

  /**
   * A number that orders pairs: the score's bits above, made to ascend, and the id's below,
   * inverted.
   */
  private static long key(int id, float score) {
    int bits = Float.floatToRawIntBits(score + 0f); // −0 + 0 = 0
    return (long) ascending(bits) << 32 | (~id & 0xFFFFFFFFL);
  }

  private static float score(long key) {
    return Float.intBitsToFloat(ascending((int) (key >> 32)));
  }

  /** Bits of negative floats descend; this turns them around, and back. */
  private static int ascending(int bits) {
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** Keeps the best {@code capacity} keys, the worst of them last. */
  private void keepBest() {
    int last = capacity - 1;
    int from = 0;
    int to = length;
    while (to - from > FEW) {
      int at = partition(from, to);
      if (at < last) {
        from = at + 1;
      } else if (at > last) {
        to = at;
      } else {
        from = to;
      }
    }
    sortDescending(from, to);
    length = capacity;
  }

  /** Moves greater keys before, smaller ones behind a pivot, and says where it came to lie. */
  private int partition(int from, int to) {
    int middle = (from + to) >>> 1;
    int pivotAt = median(from, middle, to - 1);
    long pivot = keys[pivotAt];
    keys[pivotAt] = keys[to - 1];
    int at = from;
    // Always swapped, and the border moved by a comparison's result: no branch to mispredict.
    for (int i = from; i < to - 1; i++) {
      long key = keys[i];
      keys[i] = keys[at];
      keys[at] = key;
      at += key > pivot ? 1 : 0;
    }
    keys[to - 1] = keys[at];
    keys[at] = pivot;
    return at;
  }

  private int median(int a, int b, int c) {
    long x = keys[a];
    long y = keys[b];
    long z = keys[c];
    if (x < y) {
      return y < z ? b : x < z ? c : a;
    }
    return x < z ? a : y < z ? c : b;
  }

  private void sortDescending(int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long key = keys[i];
      int hole = i;
      while (hole > from && keys[hole - 1] < key) {
        keys[hole] = keys[hole - 1];
        hole--;
      }
      keys[hole] = key;
    }
  }
}
