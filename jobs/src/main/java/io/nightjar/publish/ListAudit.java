package io.nightjar.publish;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.reverse;
import static org.apache.spark.sql.functions.size;

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
    put(counts, lists(recommendations, recommendable(userIndex, items, seen), n));
    put(counts, places(recommendations, userIndex, items, seen));
    long users = counts.remove(USERS);
    long shortLists = counts.remove(SHORT);
    return new ListAudit(users, shortLists, counts);
  }

  /** Users, with the number of items that could be recommended to each. */
  private static Dataset<Row> recommendable(
      Dataset<Row> userIndex, Dataset<Row> items, Dataset<Row> seen) {
    Dataset<Row> available = items.where(col(Columns.AVAILABLE));
    Dataset<Row> had =
        seen.join(available, Columns.ITEM_IX).groupBy(Columns.USER_IX).agg(count(lit(1)).as("had"));
    return userIndex
        .join(had, new String[] {Columns.USER_IX}, "left")
        .crossJoin(broadcast(available.agg(count(lit(1)).as("available"))))
        .select(
            col(Columns.USER_ID),
            col("available").minus(coalesce(col("had"), lit(0L))).as(RECOMMENDABLE));
  }

  /** Counts over lists: a row a user. */
  private static Row lists(Dataset<Row> recommendations, Dataset<Row> users, int n) {
    Column length = size(col(Columns.ITEMS));
    Column infinite = exists(SCORES, s -> isnan(s).or(abs(s).equalTo(Float.POSITIVE_INFINITY)));
    return users
        .join(recommendations, new String[] {Columns.USER_ID}, "full_outer")
        .agg(
            count(col(RECOMMENDABLE)).as(USERS),
            count_if(length.lt(least(lit((long) n), col(RECOMMENDABLE)))).as(SHORT),
            count_if(col(Columns.ITEMS).isNull()).as("user_has_list"),
            count_if(col(RECOMMENDABLE).isNull()).as("user_known"),
            count_if(length.gt(n)).as("length_at_most_n"),
            count_if(length.notEqual(size(array_distinct(IDS)))).as("item_not_repeated"),
            count_if(infinite).as("score_finite"),
            count_if(SCORES.notEqual(reverse(array_sort(SCORES)))).as("score_not_increasing"))
        .collectAsList()
        .get(0);
  }

  /** Counts over the places of lists: a row an item in a list. */
  private static Row places(
      Dataset<Row> recommendations, Dataset<Row> userIndex, Dataset<Row> items, Dataset<Row> seen) {
    return recommendations
        .select(col(Columns.USER_ID), explode(IDS).as(Columns.ITEM_ID))
        .join(items, new String[] {Columns.ITEM_ID}, "left")
        .join(userIndex, new String[] {Columns.USER_ID}, "left")
        .join(seen, new String[] {Columns.USER_IX, Columns.ITEM_IX}, "left")
        .agg(
            count_if(col(Columns.ITEM_IX).isNull()).as("item_known"),
            count_if(not(col(Columns.AVAILABLE))).as("item_available"),
            count_if(col(Columns.SEEN)).as("item_not_seen"))
        .collectAsList()
        .get(0);
  }

  private static void put(SortedMap<String, Long> counts, Row row) {
    for (String name : row.schema().fieldNames()) {
      counts.put(name, row.<Long>getAs(name));
    }
  }
}
