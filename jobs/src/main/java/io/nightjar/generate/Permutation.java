package io.nightjar.generate;

import io.nightjar.generate.Draws.Topic;

/**
 * A random order of 0 … size − 1, and its inverse, without a table.
 *
 * <p>Source: a balanced Feistel network over the next power of four, walked until it lands inside
 * (Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002, method 2).
 */
final class Permutation {
  private static final int ROUNDS = 6;

  private final int size;
  private final int halfBits;
  private final long[] keys = new long[ROUNDS];

  Permutation(int size, long seed, Topic topic) {
    this.size = size;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(1, size - 1L));
    this.halfBits = (bits + 1) / 2;
    Draws draws = Draws.of(seed, topic, 0);
    for (int round = 0; round < ROUNDS; round++) {
      keys[round] = draws.next();
    }
  }

  int at(int place) {
    long walked = place;
    do {
      walked = network(walked, 0, 1);
    } while (walked >= size);
    return (int) walked;
  }

  int inverse(int value) {
    long walked = value;
    do {
      walked = network(walked, ROUNDS - 1, -1);
    } while (walked >= size);
    return (int) walked;
  }

  /** The halves swap on the way in and on the way out, so the rounds backwards are the inverse. */
  private long network(long value, int from, int step) {
    long mask = (1L << halfBits) - 1;
    long left = step > 0 ? value >>> halfBits : value & mask;
    long right = step > 0 ? value & mask : value >>> halfBits;
    for (int round = from; round >= 0 && round < ROUNDS; round += step) {
      long mixed = left ^ (Draws.mix(keys[round] + right) & mask);
      left = right;
      right = mixed;
    }
    return step > 0 ? left << halfBits | right : right << halfBits | left;
  }
}
