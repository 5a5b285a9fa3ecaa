package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.linalg.ItemStats;
import io.nightjar.linalg.Weighting;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * What similarity counts: every user's items after both caps, in blocks that executors keep until
 * {@link #close}.
 */
public final class Baskets implements AutoCloseable {
  /** A block, and how many interactions it was made of. */
  private record Part(UserBlock block, long arrived) implements Serializable {
    Part with(UserBlock changed) {
      return new Part(changed, arrived);
    }
  }

  private final SparkSession session;
  private final Layout layout;
  private final JavaRDD<Part> parts;
  private final Census all;
  private final long counted;
  private final ItemStats stats;

  private Baskets(
      SparkSession session,
      Layout layout,
      JavaRDD<Part> parts,
      Census all,
      long counted,
      ItemStats stats) {
    this.session = session;
    this.layout = layout;
    this.parts = parts;
    this.all = all;
    this.counted = counted;
    this.stats = stats;
  }

  /**
   * Gathers baskets, in one job; in two more if an item has more users than it may count with, and
   * in one more if a measure needs weights.
   *
   * @param interactions {@link io.nightjar.schema.Table#INTERACTIONS}, or its columns user, item,
   *     weight and time; what has no weight above 0 is left out
   * @param items how many items there are; they are numbered from 0
   */
  public static Baskets of(Dataset<Row> interactions, int items, SimilarityConfig config) {
    Layout layout = Layout.of(items, config);
    int most = config.maxItemsPerUser();
    JavaRDD<Part> parts =
        Interaction.read(interactions, layout.timed())
            .toJavaRDD()
            .mapPartitionsToPair(
                rows ->
                    new Mapped<>(
                        Arrivals.send(rows, layout),
                        piece -> new Tuple2<>(piece.receiver(), piece.bytes())))
            .partitionBy(new HashPartitioner(layout.blocks()))
            .mapPartitions(
                pieces -> {
                  Arrivals arrivals = new Arrivals(new Mapped<>(pieces, Tuple2::_2), layout);
                  return List.of(new Part(UserBlock.of(arrivals, layout, most), arrivals.count))
                      .iterator();
                })
            .persist(StorageLevel.MEMORY_AND_DISK());
    Census all = census(parts, layout);
    Census counted = all;
    int[] crowded = all.itemsAbove(config.maxUsersPerItem());
    if (crowded.length > 0) {
      ItemCap cap = ItemCap.of(parts.map(Part::block), crowded, config.maxUsersPerItem());
      JavaRDD<Part> capped = parts.map(part -> part.with(part.block().kept(cap)));
      capped.persist(StorageLevel.MEMORY_AND_DISK());
      counted = census(capped, layout);
      parts.unpersist(false);
      parts = capped;
    }
    double[][] squares = {};
    if (layout.weighted()) {
      double[] itemWeights = counted.itemWeights().toArray();
      List<Weighting> weightings =
          config.weightings().stream()
              .map(kind -> Weighting.of(kind, config, itemWeights))
              .toList();
      JavaRDD<Part> weighted = parts.map(part -> part.with(part.block().weighted(weightings)));
      weighted.persist(StorageLevel.MEMORY_AND_DISK());
      squares =
          weighted
              .map(part -> Squares.of(part.block(), weightings, layout))
              .reduce(Squares::plus)
              .toArrays();
      parts.unpersist(false);
      parts = weighted;
    }
    ItemStats stats = new ItemStats(counted.itemUsers(), squares, counted.users());
    return new Baskets(interactions.sparkSession(), layout, parts, all, counted.kept(), stats);
  }

  private static Census census(JavaRDD<Part> parts, Layout layout) {
    return parts.map(part -> Census.of(part.block(), part.arrived(), layout)).reduce(Census::plus);
  }

  /** Interactions that count. */
  public long interactions() {
    return counted;
  }

  /** Interactions left out because their user has too many items. */
  public long beyondUserCap() {
    return all.arrived() - all.kept();
  }

  /** Interactions left out because their item has too many users. */
  public long beyondItemCap() {
    return all.kept() - counted;
  }

  SparkSession session() {
    return session;
  }

  Layout layout() {
    return layout;
  }

  JavaRDD<UserBlock> blocks() {
    return parts.map(Part::block);
  }

  ItemStats stats() {
    return stats;
  }

  /** Gives the blocks up. */
  @Override
  public void close() {
    parts.unpersist(false);
  }
}
