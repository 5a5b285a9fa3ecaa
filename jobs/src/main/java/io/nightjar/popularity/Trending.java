package io.nightjar.popularity;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.unix_micros;

import io.nightjar.config.PopularityConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.Duration;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Items with users who came lately: {@code recent} by how many, {@code trending} by how many more
 * than the catalogue's did.
 *
 * <p>Of an item's n users, r are recent, and r is the score by which it ranks as recent: their
 * latest event with it lies less than {@code trending-days} before the newest event of all. With m
 * = Σr / Σn over the catalogue and the prior p, the score by which it ranks as trending is ((r +
 * p·m) / (n + p)) / m: the mean of the Beta(p·m, p·(1 − m)) posterior of the item's recent share,
 * over the catalogue's share. 1 is average; the more users an item has, the further its score can
 * go from that. In a log most of which is recent nothing is: its recent items are its popular ones.
 */
final class Trending {
  private static final String TRENDING = "trending";
  private static final String RECENT = "recent";

  /** Greatest share m of a log whose recent items are told from the others. */
  private static final double MOST_RECENT = 0.5;

  /**
   * Scores the items with recent users.
   *
   * @param trained interactions with a weight above 0
   * @param items {@link Table#ITEM_INDEX}
   * @return segment, item number, item id, score
   */
  static Dataset<Row> of(Dataset<Row> trained, Dataset<Row> items, PopularityConfig config) {
    Column at = unix_micros(col(Columns.LAST_AT));
    long span = Duration.ofDays(config.trendingDays()).toSeconds() * 1_000_000;
    Dataset<Row> users =
        trained
            .crossJoin(broadcast(trained.agg(max(at).as("end"))))
            .groupBy(Columns.ITEM_IX)
            .agg(count(lit(1)).as("n"), count_if(at.gt(col("end").minus(lit(span)))).as("r"));
    Dataset<Row> catalogue =
        users.agg(sum("r").divide(sum("n")).as("m")).where(col("m").leq(MOST_RECENT));
    Column prior = lit(config.trendingPrior());
    Column share = col("r").plus(prior.multiply(col("m"))).divide(col("n").plus(prior));
    Dataset<Row> scored =
        users
            .where(col("r").gt(0))
            .crossJoin(broadcast(catalogue))
            .join(items, Columns.ITEM_IX)
            .withColumn(TRENDING, share.divide(col("m")))
            .withColumn(RECENT, col("r").cast("double"));
    return scored
        .unpivot(
            new Column[] {col(Columns.ITEM_IX), col(Columns.ITEM_ID)},
            new Column[] {col(TRENDING), col(RECENT)},
            Columns.SEGMENT,
            Columns.SCORE)
        .select(Columns.SEGMENT, Columns.ITEM_IX, Columns.ITEM_ID, Columns.SCORE);
  }

  private Trending() {}
}
