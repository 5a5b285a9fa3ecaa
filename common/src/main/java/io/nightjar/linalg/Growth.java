package io.nightjar.linalg;

import java.util.Arrays;

/** How arrays grow that are filled without knowing how much will come. */
final class Growth {
  private static final int LIMIT = Integer.MAX_VALUE - 8;

  /**
   * The next length of an array.
   *
   * @param needed what it has to hold, negative if that passes 2³¹
   * @throws IllegalStateException if it cannot be so long
   */
  static int of(int length, int needed) {
    if (needed < 0 || needed > LIMIT) {
      throw new IllegalStateException(
          "Cannot hold more than %,d entries in one task: raise similarity.blocks"
              .formatted(LIMIT));
    }
    return (int) Math.min(LIMIT, Math.max(needed, length * 2L));
  }

  /** Makes all arrays of that length. */
  static void all(float[][] arrays, int length) {
    for (int k = 0; k < arrays.length; k++) {
      arrays[k] = Arrays.copyOf(arrays[k], length);
    }
  }

  private Growth() {}
}
