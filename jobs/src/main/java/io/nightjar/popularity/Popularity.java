package io.nightjar.popularity;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Items by the sum of their users' weights, over all users and by segments of users.
 *
 * <p>Weights are summed as whole numbers of 2⁻²⁰, so a score does not depend on the order of the
 * rows.
 */
final class Popularity {
  private static final String GLOBAL = "global";
  private static final String SEGMENT_PREFIX = "segment:";
  private static final double SCALE = 1 << 20;

  /**
   * Scores every item, also those without any user, which have 0.
   *
   * @param trained interactions with a weight above 0
   * @param items {@link Table#ITEM_INDEX}
   * @return segment, item number, item id, score
   */
  static Dataset<Row> global(Dataset<Row> trained, Dataset<Row> items) {
    Dataset<Row> scores = trained.groupBy(Columns.ITEM_IX).agg(score());
    return items
        .join(scores, new String[] {Columns.ITEM_IX}, "left")
        .select(
            lit(GLOBAL).as(Columns.SEGMENT),
            col(Columns.ITEM_IX),
            col(Columns.ITEM_ID),
            coalesce(col(Columns.SCORE), lit(0.0)).as(Columns.SCORE));
  }

  /**
   * Scores the items of every segment with enough users.
   *
   * @param trained interactions with a weight above 0
   * @param items {@link Table#ITEM_INDEX}
   * @param segments user number, segment; at most one segment a user
   * @param minUsers users in {@code trained} that a segment must have
   * @return segment, item number, item id, score; only items with users in the segment
   */
  static Dataset<Row> bySegment(
      Dataset<Row> trained, Dataset<Row> items, Dataset<Row> segments, int minUsers) {
    Dataset<Row> large =
        segments
            .join(trained.select(Columns.USER_IX).distinct(), Columns.USER_IX)
            .groupBy(Columns.SEGMENT)
            .agg(count(lit(1)).as("users"))
            .where(col("users").geq(minUsers))
            .select(Columns.SEGMENT);
    // Users are far fewer than interactions: these need not be sorted to find theirs.
    return trained
        .join(
            segments.join(broadcast(large), Columns.SEGMENT).hint("shuffle_hash"), Columns.USER_IX)
        .groupBy(Columns.SEGMENT, Columns.ITEM_IX)
        .agg(score())
        .join(items, Columns.ITEM_IX)
        .select(Columns.SEGMENT, Columns.ITEM_IX, Columns.ITEM_ID, Columns.SCORE);
  }

  /**
   * The segment of every user who has the attribute.
   *
   * @param users {@link Table#USERS}
   * @param userIndex {@link Table#USER_INDEX}
   * @return user number, segment
   */
  static Dataset<Row> segments(Dataset<Row> users, Dataset<Row> userIndex, String attribute) {
    Column value = element_at(col(Columns.ATTRIBUTES), attribute);
    return users
        .where(value.notEqual(""))
        .join(userIndex, Columns.USER_ID)
        .select(col(Columns.USER_IX), concat(lit(SEGMENT_PREFIX), value).as(Columns.SEGMENT));
  }

  /**
   * Ranks the items of each segment from 1: the highest score first, ties by id ascending.
   *
   * <p>One task sorts one segment, as one task writes it: a file holds whole segments.
   *
   * @param scored segment, item number, item id, score
   * @return {@link Table#POPULAR_ITEMS}
   */
  static Dataset<Row> ranked(Dataset<Row> scored) {
    Column rank =
        row_number()
            .over(
                Window.partitionBy(Columns.SEGMENT)
                    .orderBy(col(Columns.SCORE).desc(), col(Columns.ITEM_ID)));
    return scored.withColumn(Columns.RANK, rank);
  }

  private static Column score() {
    Column units = round(col(Columns.WEIGHT).cast("double").multiply(SCALE)).cast("bigint");
    return sum(units).divide(SCALE).as(Columns.SCORE);
  }

  private Popularity() {}
}
