package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode;

import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.schema.Columns;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How often items are in the lists, and how many users knew them.
 *
 * <p>Counted by the cluster; the driver streams the counts into arrays of one long a model, cutoff
 * and item, which is less than the factors of the items take.
 */
final class Exposure {
  private final int[] cutoffs;
  private final SortedMap<String, long[][]> slots;
  private final long[] itemUsers;
  private final long users;

  private Exposure(int[] cutoffs, SortedMap<String, long[][]> slots, long[] itemUsers, long users) {
    this.cutoffs = cutoffs;
    this.slots = slots;
    this.itemUsers = itemUsers;
    this.users = users;
  }

  /**
   * Counts.
   *
   * @param judged from {@link JudgedLists#of}
   * @param trained interactions with a weight above 0
   * @param users how many users these are of
   * @param items number of items; their numbers are 0 to items − 1
   */
  static Exposure of(
      Dataset<Row> judged, Dataset<Row> trained, long users, int items, int[] cutoffs) {
    SortedMap<String, long[][]> slots = new TreeMap<>();
    Iterator<Row> counts = slotsPerItem(judged, cutoffs).toLocalIterator();
    while (counts.hasNext()) {
      Row row = counts.next();
      long[][] ofModel =
          slots.computeIfAbsent(row.getString(0), model -> new long[cutoffs.length][items]);
      for (int c = 0; c < cutoffs.length; c++) {
        ofModel[c][row.getInt(1)] = row.getLong(2 + c);
      }
    }
    long[] itemUsers = new long[items];
    trained
        .groupBy(Columns.ITEM_IX)
        .agg(count(lit(1)))
        .toLocalIterator()
        .forEachRemaining(row -> itemUsers[row.getInt(0)] = row.getLong(1));
    return new Exposure(cutoffs, slots, itemUsers, users);
  }

  /**
   * What each model's lists, cut to the cutoff's length, do to the catalogue. A model whose lists
   * are all empty is left out.
   *
   * @param cutoff place among the cutoffs, from 0
   * @param lists lists of each model, empty ones among them
   */
  Map<String, CatalogueMetrics> metrics(int cutoff, long lists, double headShare) {
    Map<String, CatalogueMetrics> metrics = new TreeMap<>();
    slots.forEach(
        (model, perCutoff) ->
            metrics.put(
                model,
                CatalogueMetrics.of(
                    perCutoff[cutoff], lists, cutoffs[cutoff], itemUsers, users, headShare)));
    return metrics;
  }

  private static Dataset<Row> slotsPerItem(Dataset<Row> judged, int[] cutoffs) {
    Column[] counts =
        Arrays.stream(cutoffs)
            .mapToObj(k -> count_if(col("place").lt(k)).as("at_" + k))
            .toArray(Column[]::new);
    return judged
        .select(
            col(Columns.MODEL),
            posexplode(col(Columns.ITEMS)).as(new String[] {"place", Columns.ITEM_IX}))
        .groupBy(Columns.MODEL, Columns.ITEM_IX)
        .agg(counts[0], Arrays.copyOfRange(counts, 1, counts.length));
  }
}
