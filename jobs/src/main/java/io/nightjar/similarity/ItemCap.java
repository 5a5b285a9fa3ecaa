package io.nightjar.similarity;

import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Draws the users that an item with too many of them counts with: those of the smallest hashes of
 * user and item, so the same ones whatever the order and the partitions, and others for each item.
 */
final class ItemCap implements UserBlock.Keep, Serializable {
  private static final long serialVersionUID = 1;

  /** For each capped item its greatest hash that counts. */
  private final Map<Integer, Long> limits;

  private ItemCap(Map<Integer, Long> limits) {
    this.limits = limits;
  }

  /**
   * Finds where to draw the line for each item.
   *
   * @param items the items with more than {@code most} users, ascending; each stands for so many
   *     interactions that there are few of them
   */
  static ItemCap of(JavaRDD<UserBlock> users, int[] items, int most) {
    return new ItemCap(
        new HashMap<>(
            users
                .flatMapToPair(
                    block ->
                        IntStream.of(items)
                            .mapToObj(item -> new Tuple2<>(item, hashes(block, item, most)))
                            .iterator())
                .reduceByKey((a, b) -> smallest(concat(a, b), most))
                .mapValues(hashes -> hashes[hashes.length - 1])
                .collectAsMap()));
  }

  @Override
  public boolean test(int user, int item) {
    Long limit = limits.get(item);
    return limit == null || hash(user, item) <= limit;
  }

  private static long[] hashes(UserBlock block, int item, int most) {
    long[] hashes =
        IntStream.range(0, block.users.length)
            .filter(
                u ->
                    Arrays.binarySearch(block.items, block.offsets[u], block.offsets[u + 1], item)
                        >= 0)
            .mapToLong(u -> hash(block.users[u], item))
            .toArray();
    return smallest(hashes, most);
  }

  private static long[] concat(long[] a, long[] b) {
    long[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static long[] smallest(long[] hashes, int most) {
    Arrays.sort(hashes);
    return hashes.length <= most ? hashes : Arrays.copyOf(hashes, most);
  }

  /**
   * The finalizer of SplitMix64 (Steele, Lea and Flood, "Fast Splittable Pseudorandom Number
   * Generators", OOPSLA 2014): one to one, so that no two users of an item tie.
   */
  private static long hash(int user, int item) {
    long z = ((long) user << 32 | item) + 0x9E3779B97F4A7C15L;
    z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
    z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
    return z ^ z >>> 31;
  }
}
