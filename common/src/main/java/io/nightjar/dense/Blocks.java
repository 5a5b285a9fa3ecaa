package io.nightjar.dense;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * A table of the items, cut into runs of items that are broadcast one by one. What is shipped to a
 * task is handles; it looks at one block after the other, and Spark keeps on disk what does not fit
 * in memory. So neither the driver, which loads one block at a time, nor a task holds more than a
 * block, whatever the catalogue.
 */
public final class Blocks<T> implements Serializable, Iterable<T> {
  private static final long serialVersionUID = 1;

  /** Arrays hold no more. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - 8L;

  private final ArrayList<Broadcast<T>> blocks;

  private Blocks(List<Broadcast<T>> blocks) {
    this.blocks = new ArrayList<>(blocks);
  }

  /** Loads the block of items {@code first} to {@code first + count − 1}. */
  @FunctionalInterface
  public interface Loader<T> {
    /** The block, to be broadcast. */
    T load(int first, int count);
  }

  /**
   * Loads and broadcasts all blocks. Where they are cut follows from the arguments alone.
   *
   * @param items items, numbered from 0
   * @param itemBytes bytes of one item at the most
   * @param blockBytes bytes of a block at the most, if that is one item or more
   */
  public static <T> Blocks<T> ship(
      JavaSparkContext spark, int items, long itemBytes, long blockBytes, Loader<T> loader) {
    long fitting = Math.min(blockBytes, MOST_BYTES) / Math.max(1, itemBytes);
    int run = (int) Math.max(1, Math.min(items, fitting));
    int[] cuts =
        IntStream.rangeClosed(0, (items + run - 1) / run)
            .map(block -> (int) Math.min(items, (long) block * run))
            .toArray();
    return ship(spark, cuts, loader);
  }

  /**
   * Loads and broadcasts all blocks.
   *
   * @param cuts the first item of each block, and after the last the number of items
   */
  public static <T> Blocks<T> ship(JavaSparkContext spark, int[] cuts, Loader<T> loader) {
    List<Broadcast<T>> blocks = new ArrayList<>();
    for (int block = 0; block + 1 < cuts.length; block++) {
      blocks.add(spark.broadcast(loader.load(cuts[block], cuts[block + 1] - cuts[block])));
    }
    return new Blocks<>(blocks);
  }

  /** The blocks in the order of their items, each fetched when it is come to. */
  @Override
  public Iterator<T> iterator() {
    return blocks.stream().map(Broadcast::value).iterator();
  }

  /** Releases all blocks, on the driver and the executors. */
  public void destroy() {
    blocks.forEach(Broadcast::destroy);
  }
}
