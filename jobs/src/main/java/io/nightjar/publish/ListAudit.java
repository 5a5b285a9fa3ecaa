package io.nightjar.publish;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.arrays_overlap;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.reverse;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What a reader would find in the lists of a night.
 *
 * @param users users known
 * @param shortLists users whose list is shorter than n, and shorter than the number of items that
 *     could be recommended to them: available and not seen
 * @param violations what must never be, by what must hold: a number of users or of places in lists,
 *     0 for sound lists
 */
record ListAudit(long users, long shortLists, SortedMap<String, Long> violations) {
  private static final String USERS = "users";
  private static final String SHORT = "short";
  private static final String HAD = "had";
  private static final String RECOMMENDABLE = "recommendable";
  private static final Column IDS = col(Columns.ITEMS).getField(Columns.ITEM_ID);
  private static final Column SCORES = col(Columns.ITEMS).getField(Columns.SCORE);

  /**
   * Audits lists.
   *
   * @param recommendations {@link Table#RECOMMENDATIONS}
   * @param userIndex {@link Table#USER_INDEX}: who must have a list, if only an empty one
   * @param itemIndex {@link Table#ITEM_INDEX}
   * @param interactions {@link Table#INTERACTIONS}
   * @param catalogue {@link Table#ITEMS}; items that are not in it are available
   * @param n length that lists should have
   */
  static ListAudit of(
      Dataset<Row> recommendations,
      Dataset<Row> userIndex,
      Dataset<Row> itemIndex,
      Dataset<Row> interactions,
      Dataset<Row> catalogue,
      int n) {
    Dataset<Row> items =
        itemIndex
            .join(catalogue, new String[] {Columns.ITEM_ID}, "left")
            .select(
                col(Columns.ITEM_IX),
                col(Columns.ITEM_ID),
                coalesce(col(Columns.AVAILABLE), lit(true)).as(Columns.AVAILABLE));
    Dataset<Row> seen =
        interactions
            .where(col(Columns.SEEN))
            .select(Columns.USER_IX, Columns.ITEM_IX, Columns.SEEN);
    SortedMap<String, Long> counts = new TreeMap<>();
    put(counts, lists(recommendations, users(userIndex, items, seen), n));
    put(counts, items(recommendations, items));
    long users = counts.remove(USERS);
    long shortLists = counts.remove(SHORT);
    return new ListAudit(users, shortLists, counts);
  }

  /** Users, with what they have had and the number of items that could be recommended to each. */
  private static Dataset<Row> users(Dataset<Row> userIndex, Dataset<Row> items, Dataset<Row> seen) {
    Dataset<Row> had =
        seen.join(broadcast(items), Columns.ITEM_IX)
            .groupBy(Columns.USER_IX)
            .agg(
                count_if(col(Columns.AVAILABLE)).as("unavailing"),
                collect_list(col(Columns.ITEM_ID)).as(HAD));
    Dataset<Row> available = items.where(col(Columns.AVAILABLE)).agg(count(lit(1)).as("available"));
    return userIndex
        .join(had, new String[] {Columns.USER_IX}, "left")
        .crossJoin(broadcast(available))
        .select(
            col(Columns.USER_ID),
            col("available").minus(coalesce(col("unavailing"), lit(0L))).as(RECOMMENDABLE),
            coalesce(col(HAD), array().cast("array<string>")).as(HAD));
  }

  /** Counts over lists: a row a user. */
  private static Row lists(Dataset<Row> recommendations, Dataset<Row> users, int n) {
    Column infinite = exists(SCORES, s -> isnan(s).or(abs(s).equalTo(Float.POSITIVE_INFINITY)));
    // What needs no more than the list is found before lists move to their users.
    Dataset<Row> lists =
        recommendations.select(
            col(Columns.USER_ID),
            IDS.as("ids"),
            size(IDS).notEqual(size(array_distinct(IDS))).as("repeated"),
            infinite.as("infinite"),
            SCORES.notEqual(reverse(array_sort(SCORES))).as("increasing"));
    Column length = size(col("ids"));
    Column again =
        when(
                arrays_overlap(col("ids"), col(HAD)),
                size(filter(col("ids"), id -> array_contains(col(HAD), id))))
            .otherwise(lit(0));
    return users
        .join(lists, new String[] {Columns.USER_ID}, "full_outer")
        .agg(
            count(col(RECOMMENDABLE)).as(USERS),
            count_if(length.lt(least(lit((long) n), col(RECOMMENDABLE)))).as(SHORT),
            count_if(col("ids").isNull()).as("user_has_list"),
            count_if(col(RECOMMENDABLE).isNull()).as("user_known"),
            count_if(length.gt(n)).as("length_at_most_n"),
            count_if(col("repeated")).as("item_not_repeated"),
            count_if(col("infinite")).as("score_finite"),
            count_if(col("increasing")).as("score_not_increasing"),
            coalesce(sum(again), lit(0L)).as("item_not_seen"))
        .collectAsList()
        .get(0);
  }

  /** Counts over the places of lists, an item at a time. */
  private static Row items(Dataset<Row> recommendations, Dataset<Row> items) {
    Column places = col("places");
    return recommendations
        .select(explode(IDS).as(Columns.ITEM_ID))
        .groupBy(Columns.ITEM_ID)
        .agg(count(lit(1)).as("places"))
        .join(items, new String[] {Columns.ITEM_ID}, "left")
        .agg(
            coalesce(sum(when(col(Columns.ITEM_IX).isNull(), places)), lit(0L)).as("item_known"),
            coalesce(sum(when(not(col(Columns.AVAILABLE)), places)), lit(0L)).as("item_available"))
        .collectAsList()
        .get(0);
  }

  private static void put(SortedMap<String, Long> counts, Row row) {
    for (String name : row.schema().fieldNames()) {
      counts.put(name, row.<Long>getAs(name));
    }
  }
}
