package io.nightjar.similarity;

import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.linalg.ItemStats;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Every item's nearest neighbours, exactly, block by block. */
public final class Neighbours {
  private static final String OWN = "own";

  /**
   * Makes the similar items.
   *
   * @param baskets what counts
   * @param names item ids by item number
   * @return {@link Table#SIMILAR_ITEMS}, items with no neighbour left out
   */
  public static Dataset<Row> of(Baskets baskets, String[] names, SimilarityConfig config) {
    SparkSession session = baskets.session();
    Broadcast<String[]> ids =
        JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(names);
    JavaRDD<NamedNeighbours> named =
        lists(baskets, config).map(list -> NamedNeighbours.of(list, ids.value()));
    // arrays_zip names its fields by the columns.
    return session
        .createDataset(named.rdd(), Encoders.bean(NamedNeighbours.class))
        .select(
            col("item").as(OWN),
            col("id"),
            col("measure"),
            col("others").as(Columns.ITEM_IX),
            col("otherIds").as(Columns.ITEM_ID),
            col("scores").as(Columns.SCORE))
        .select(
            col(OWN).as(Columns.ITEM_IX),
            col("id").as(Columns.ITEM_ID),
            col("measure").as(Columns.MEASURE),
            arrays_zip(col(Columns.ITEM_IX), col(Columns.ITEM_ID), col(Columns.SCORE))
                .as(Columns.SIMILAR));
  }

  /**
   * Makes the similar items, by number alone.
   *
   * @param baskets what counts
   * @return item number, measure, array of item number and score
   */
  public static Dataset<Row> numbered(Baskets baskets, SimilarityConfig config) {
    SparkSession session = baskets.session();
    return session
        .createDataset(lists(baskets, config).rdd(), Encoders.bean(NeighbourList.class))
        .select(
            col("item").as(OWN),
            col("measure"),
            col("others").as(Columns.ITEM_IX),
            col("scores").as(Columns.SCORE))
        .select(
            col(OWN).as(Columns.ITEM_IX),
            col("measure").as(Columns.MEASURE),
            arrays_zip(col(Columns.ITEM_IX), col(Columns.SCORE)).as(Columns.SIMILAR));
  }

  private static JavaRDD<NeighbourList> lists(Baskets baskets, SimilarityConfig config) {
    Layout layout = baskets.layout();
    Broadcast<ItemStats> stats =
        JavaSparkContext.fromSparkContext(baskets.session().sparkContext())
            .broadcast(baskets.stats());
    return Routes.of(baskets.blocks(), layout)
        .mapPartitionsWithIndex(
            (block, pieces) -> new BlockTask(block, layout, config, pieces).run(stats.value()),
            true);
  }

  private Neighbours() {}
}
