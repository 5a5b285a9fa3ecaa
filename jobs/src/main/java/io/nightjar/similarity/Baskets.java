package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.linalg.ItemStats;
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
  private record Part(UserBlock block, long arrived) implements Serializable {}

  private final SparkSession session;
  private final Layout layout;
  private final JavaRDD<Part> parts;
  private final Census all;
  private final Census counted;

  private Baskets(
      SparkSession session, Layout layout, JavaRDD<Part> parts, Census all, Census counted) {
    this.session = session;
    this.layout = layout;
    this.parts = parts;
    this.all = all;
    this.counted = counted;
  }

  /**
   * Gathers baskets, in one job; in three if an item has more users than it may count with.
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
    int[] crowded = all.itemsAbove(config.maxUsersPerItem());
    if (crowded.length == 0) {
      return new Baskets(interactions.sparkSession(), layout, parts, all, all);
    }
    ItemCap cap = ItemCap.of(parts.map(Part::block), crowded, config.maxUsersPerItem());
    JavaRDD<Part> capped =
        parts
            .map(part -> new Part(part.block().kept(cap), part.arrived()))
            .persist(StorageLevel.MEMORY_AND_DISK());
    Census counted = census(capped, layout);
    parts.unpersist(false);
    return new Baskets(interactions.sparkSession(), layout, capped, all, counted);
  }

  private static Census census(JavaRDD<Part> parts, Layout layout) {
    return parts.map(part -> Census.of(part.block(), part.arrived(), layout)).reduce(Census::plus);
  }

  /** Interactions that count. */
  public long interactions() {
    return counted.kept();
  }

  /** Interactions left out because their user has too many items. */
  public long beyondUserCap() {
    return all.arrived() - all.kept();
  }

  /** Interactions left out because their item has too many users. */
  public long beyondItemCap() {
    return all.kept() - counted.kept();
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
    return counted.stats();
  }

  /** Gives the blocks up. */
  @Override
  public void close() {
    parts.unpersist(false);
  }
}
