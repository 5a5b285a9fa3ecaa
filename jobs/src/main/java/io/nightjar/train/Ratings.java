package io.nightjar.train;

import io.nightjar.dense.InternalRows;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * The interactions, by user and by item, in as many blocks each; block {@code b} is partition
 * {@code b}.
 */
record Ratings(Rows users, Rows items) {
  /**
   * One side.
   *
   * @param blocks its rows with their interactions
   * @param routes for each of its blocks: for each block of the other side the rows that this one
   *     needs, by their place in the block
   * @param count rows of all blocks
   */
  record Rows(JavaRDD<RatingBlock> blocks, JavaRDD<int[][]> routes, long count) {}

  /** Ids of rows that a block needs. */
  private record Need(int target, int[] ids) implements Serializable {}

  /**
   * Distributes interactions, and keeps the blocks until {@link #release}.
   *
   * @param interactions user number, item number, weight; one row a pair
   * @param hotAbove a row with more interactions is hot
   */
  static Ratings of(Dataset<Row> interactions, int blocks, int hotAbove) {
    JavaRDD<RatingBlock> users =
        sorted(
            InternalRows.of(interactions)
                .mapPartitionsToPair(
                    rows ->
                        new Routing<>(
                            rows,
                            blocks,
                            (row, into) ->
                                into.add(row.getInt(0), row.getInt(1), row.getFloat(2)))),
            blocks,
            hotAbove);
    JavaRDD<RatingBlock> items =
        sorted(
            users.mapPartitionsToPair(rows -> new Routing<>(rows, blocks, RatingBlock::transpose)),
            blocks,
            hotAbove);
    return new Ratings(rows(users, items), rows(items, users));
  }

  Rows rows(Side side) {
    return side == Side.USERS ? users : items;
  }

  /** Gives up the blocks. */
  void release() {
    for (Rows rows : List.of(users, items)) {
      rows.routes().unpersist(false);
      rows.blocks().unpersist(false);
    }
  }

  private static JavaRDD<RatingBlock> sorted(
      JavaPairRDD<Integer, Triples> pieces, int blocks, int hotAbove) {
    Exchange.Receiver<Triples, Integer, RatingBlock> receiver =
        (block, sent) -> RatingBlock.of(sent, block, blocks, hotAbove);
    return Exchange.deliver(pieces, blocks, receiver).persist(StorageLevel.MEMORY_AND_DISK());
  }

  private static Rows rows(JavaRDD<RatingBlock> own, JavaRDD<RatingBlock> others) {
    JavaPairRDD<Integer, Need> needs = others.flatMapToPair(Ratings::needs);
    JavaRDD<int[][]> routes =
        Exchange.deliver(needs, own, Ratings::routes).persist(StorageLevel.MEMORY_AND_DISK());
    long count = own.map(block -> (long) block.ids.length).reduce(Long::sum);
    return new Rows(own, routes, count);
  }

  private static Iterator<Tuple2<Integer, Need>> needs(RatingBlock block) {
    List<Tuple2<Integer, Need>> needs = new ArrayList<>();
    for (int source = 0; source < block.starts.length - 1; source++) {
      needs.add(new Tuple2<>(source, new Need(block.block, block.columnIds(source))));
    }
    return needs.iterator();
  }

  private static int[][] routes(RatingBlock source, Iterator<Need> needs) {
    int[][] routes = new int[source.starts.length - 1][];
    while (needs.hasNext()) {
      Need need = needs.next();
      int[] rows = new int[need.ids().length];
      for (int r = 0; r < rows.length; r++) {
        rows[r] = Arrays.binarySearch(source.ids, need.ids()[r]);
      }
      routes[need.target()] = rows;
    }
    return routes;
  }
}
