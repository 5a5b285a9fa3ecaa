package io.nightjar.generate;

/**
 * Random numbers that depend on a seed, a topic and a number alone.
 *
 * <p>Source: SplitMix64, in Steele, Lea and Flood, "Fast splittable pseudorandom number
 * generators", OOPSLA 2014. Spelled out here because the JDK does not promise the same draws in
 * every version.
 */
final class Draws {
  /** What is drawn; each topic has draws of its own. */
  enum Topic {
    JOURNEY(1),
    TASTE(2),
    USER(3),
    USER_ORDER(4),
    ITEM(5),
    ITEM_ORDER(6),
    CLUSTER(7),
    BRAND(8),
    LINE(9);

    private final int key;

    Topic(int key) {
      this.key = key;
    }
  }

  private static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  Draws(long state) {
    this.state = state;
  }

  static Draws of(long seed, Topic topic, long number) {
    return of(seed, topic, number, 0);
  }

  static Draws of(long seed, Topic topic, long number, long part) {
    long key = mix(seed + GAMMA * topic.key);
    return new Draws(mix(mix(key + number) + GAMMA * part));
  }

  /** Any of the 2⁶⁴ longs. */
  long next() {
    state += GAMMA;
    return mix(state);
  }

  /** A double in [0, 1). */
  double unit() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  /** An int in [0, bound). */
  int below(int bound) {
    return (int) (((next() >>> 32) * bound) >>> 32);
  }

  boolean chance(double probability) {
    return unit() < probability;
  }

  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
