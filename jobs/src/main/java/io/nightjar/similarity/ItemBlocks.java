package io.nightjar.similarity;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;
import scala.collection.Seq;

/**
 * Sends every user's row to the blocks of items that it touches, so that a block has all that the
 * neighbours of its items depend on. What moves grows with interactions × blocks a user touches,
 * never with pairs of items.
 */
final class ItemBlocks {
  /** A user's items, ascending, and their weights. */
  record UserRow(int[] items, float[] weights) implements java.io.Serializable {}

  private final int blocks;

  ItemBlocks(int blocks) {
    this.blocks = blocks;
  }

  /** Whether a block owns an item. */
  boolean owns(int block, int item) {
    return item % blocks == block;
  }

  /**
   * The rows of each block.
   *
   * @param users number, array of (item, weight) by item ascending
   * @return one partition per block, in order; keys are block · 2³² + user, ascending
   */
  JavaPairRDD<Long, UserRow> distribute(Dataset<Row> users) {
    int count = blocks;
    return users
        .toJavaRDD()
        .flatMapToPair(row -> route(row, count))
        .repartitionAndSortWithinPartitions(new ByBlock(blocks), new Ascending());
  }

  private static Iterator<Tuple2<Long, UserRow>> route(Row row, int blocks) {
    Seq<Row> pairs = row.getSeq(1);
    int[] items = new int[pairs.length()];
    float[] weights = new float[items.length];
    BitSet touched = new BitSet(blocks);
    for (int i = 0; i < items.length; i++) {
      Row pair = pairs.apply(i);
      items[i] = pair.getInt(0);
      weights[i] = pair.getFloat(1);
      touched.set(items[i] % blocks);
    }
    UserRow user = new UserRow(items, weights);
    List<Tuple2<Long, UserRow>> routed = new ArrayList<>(touched.cardinality());
    touched.stream()
        .forEach(block -> routed.add(new Tuple2<>((long) block << 32 | row.getInt(0), user)));
    return routed.iterator();
  }

  private static final class Ascending implements Comparator<Long>, java.io.Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public int compare(Long a, Long b) {
      return Long.compare(a, b);
    }
  }

  private static final class ByBlock extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int blocks;

    ByBlock(int blocks) {
      this.blocks = blocks;
    }

    @Override
    public int numPartitions() {
      return blocks;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((Long) key >>> 32);
    }
  }
}
