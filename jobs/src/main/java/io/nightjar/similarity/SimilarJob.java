package io.nightjar.similarity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.size;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import io.nightjar.dense.DenseArrays;
import io.nightjar.dense.Names;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Finds the items most similar to each item by the users they share.
 *
 * <p>Input: learnt {@link Table#INTERACTIONS} with a weight above 0, {@link Table#ITEM_INDEX}.
 * Output: {@link Table#SIMILAR_ITEMS}, at most {@code similarity.neighbours} per item and measure,
 * scores above 0 (but for {@code ease}, whose weights are of either sign), ties by item number.
 * Exact: the result is that of comparing all pairs, and does not depend on blocks and windows.
 * Cost: the sum over users of the square of their items; bounded by caps on a user's items and an
 * item's users, and the snapshot's counts say what they left out.
 *
 * <p>Source: Sarwar et al., <i>Item-based Collaborative Filtering Recommendation Algorithms</i>
 * (2001); measures and shrinkage at {@link io.nightjar.linalg.SimilarityKernel}.
 */
public final class SimilarJob implements Job {
  /**
   * Of the driver's heap, for the matrix of {@code ease}; its lists and Spark take their share of
   * the rest.
   */
  public static final double EASE_SHARE = 0.7;

  @Override
  public String name() {
    return "similar";
  }

  @Override
  public String summary() {
    return "Finds the items most similar to each item by the users they share.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return Set.of(Table.INTERACTIONS, Table.ITEM_INDEX);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.SIMILAR_ITEMS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(config.similarity());
  }

  private static Dataset<Row> learnt(JobContext context) {
    return context.read(Table.INTERACTIONS).where(Columns.LEARNT);
  }

  @Override
  public void run(JobContext context) {
    var config = context.config().similarity();
    DenseArrays arrays =
        new DenseArrays(context.config().recommend().blockBytes(), "recommend.block-bytes");
    Dataset<Row> index = context.read(Table.ITEM_INDEX);
    int items = Math.toIntExact(context.snapshot(Table.ITEM_INDEX).manifest().rows());
    Names names = arrays.names(index, Columns.ITEM_IX, Columns.ITEM_ID, items);
    try (Baskets baskets = Baskets.of(learnt(context), items, config)) {
      context
          .draft(Table.SIMILAR_ITEMS)
          .count("interactions", baskets.interactions())
          .count("beyond_max_items_per_user", baskets.beyondUserCap())
          .count("beyond_max_users_per_item", baskets.beyondItemCap())
          .check("list_not_empty", size(col(Columns.SIMILAR)).equalTo(0))
          .check(
              "scores_finite", exists(col(Columns.SIMILAR), s -> isnan(s.getField(Columns.SCORE))))
          .check(
              "scores_positive",
              col(Columns.MEASURE)
                  .notEqual(Measure.EASE.text())
                  .and(exists(col(Columns.SIMILAR), s -> s.getField(Columns.SCORE).leq(0))))
          .commit(Neighbours.of(baskets, names, config));
    }
  }
}
