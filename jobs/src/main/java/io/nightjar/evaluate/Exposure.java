package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.dense.InternalRows;
import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.schema.Columns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * How often items are in the lists, and how many users knew them.
 *
 * <p>A task counts in one int a model, cutoff and item; the driver streams the sums into as many
 * longs, which is less than the factors of the items take.
 */
final class Exposure {
  private static final String CUTOFF = "cutoff";
  private static final String SLOTS = "slots";
  private static final StructType COUNTS =
      new StructType()
          .add(Columns.MODEL, DataTypes.IntegerType, false)
          .add(CUTOFF, DataTypes.IntegerType, false)
          .add(Columns.ITEM_IX, DataTypes.IntegerType, false)
          .add(SLOTS, DataTypes.IntegerType, false);

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
   * @param judged the lists
   * @param trained interactions with a weight above 0
   * @param users how many users these are of
   * @param items number of items; their numbers are 0 to items − 1
   * @param cutoffs ascending
   */
  static Exposure of(
      JudgedLists judged, Dataset<Row> trained, long users, int items, int[] cutoffs) {
    SortedMap<String, long[][]> slots = new TreeMap<>();
    Iterator<Row> counts = counts(judged, items, cutoffs).toLocalIterator();
    while (counts.hasNext()) {
      Row row = counts.next();
      long[][] ofModel =
          slots.computeIfAbsent(
              judged.models().get(row.getInt(0)), model -> new long[cutoffs.length][items]);
      // What is among the first k is among the first of any larger k.
      for (int c = row.getInt(1); c < cutoffs.length; c++) {
        ofModel[c][row.getInt(2)] += row.getLong(3);
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

  /** Slots of items by model and by the first cutoff that they are within. */
  private static Dataset<Row> counts(JudgedLists judged, int items, int[] cutoffs) {
    List<String> models = new ArrayList<>(judged.models());
    JavaRDD<InternalRow> counts =
        judged
            .users()
            .mapPartitions(
                rows -> {
                  if (!rows.hasNext()) {
                    return List.<InternalRow>of().iterator();
                  }
                  int[][][] counted = new int[models.size()][cutoffs.length][items];
                  while (rows.hasNext()) {
                    enter(JudgedUser.of(rows.next(), models).lists(), cutoffs, counted);
                  }
                  return rows(counted);
                });
    return InternalRows.table(judged.session(), counts, COUNTS)
        .groupBy(Columns.MODEL, CUTOFF, Columns.ITEM_IX)
        .agg(sum(col(SLOTS)));
  }

  private static void enter(int[][] lists, int[] cutoffs, int[][][] counted) {
    for (int m = 0; m < lists.length; m++) {
      int cutoff = 0;
      for (int place = 0; place < lists[m].length; place++) {
        while (cutoff < cutoffs.length && place >= cutoffs[cutoff]) {
          cutoff++;
        }
        if (cutoff == cutoffs.length) {
          break;
        }
        counted[m][cutoff][lists[m][place]]++;
      }
    }
  }

  private static Iterator<InternalRow> rows(int[][][] counted) {
    List<InternalRow> rows = new ArrayList<>();
    for (int m = 0; m < counted.length; m++) {
      for (int c = 0; c < counted[m].length; c++) {
        for (int item = 0; item < counted[m][c].length; item++) {
          if (counted[m][c][item] > 0) {
            rows.add(InternalRows.row(m, c, item, counted[m][c][item]));
          }
        }
      }
    }
    return rows.iterator();
  }
}
