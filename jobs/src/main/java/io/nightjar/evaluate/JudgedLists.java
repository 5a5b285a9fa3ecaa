package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.sort_array;

import io.nightjar.metrics.GroupedSums;
import io.nightjar.metrics.RankedHits;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The list of every model for every user with held-out items, beside those items. */
final class JudgedLists {
  private static final String RELEVANT = "relevant";

  /**
   * Puts lists beside the truth. A user for whom a model has no list gets an empty one of it; lists
   * of users without truth are left out.
   *
   * @param truth {@link Table#TRUTH}
   * @param lists {@link Table#LISTS}
   * @return model, user, items (best first), relevant items (ascending); one row a model and user
   *     of the truth
   */
  static Dataset<Row> of(Dataset<Row> truth, Dataset<Row> lists) {
    Column none = array().cast("array<int>");
    return truth
        .groupBy(Columns.USER_IX)
        .agg(sort_array(collect_list(Columns.ITEM_IX)).as(RELEVANT))
        .crossJoin(broadcast(lists.select(Columns.MODEL).distinct()))
        .join(lists, new String[] {Columns.USER_IX, Columns.MODEL}, "left")
        .select(
            col(Columns.MODEL),
            col(Columns.USER_IX),
            coalesce(col(Columns.ITEMS), none).as(Columns.ITEMS),
            col(RELEVANT));
  }

  /**
   * Sums up how well the lists rank the relevant items. What reaches the driver is a few numbers a
   * model, cutoff and group of users.
   *
   * @param judged from {@link #of}
   * @return sums by model
   */
  static SortedMap<String, GroupedSums> sums(Dataset<Row> judged, int[] cutoffs) {
    return judged
        .javaRDD()
        .treeAggregate(
            new TreeMap<String, GroupedSums>(),
            (sums, row) -> {
              sums.computeIfAbsent(row.getString(0), model -> new GroupedSums(cutoffs))
                  .add(row.getInt(1), RankedHits.of(ints(row, 2), ints(row, 3)));
              return sums;
            },
            (left, right) -> {
              right.forEach((model, sums) -> left.merge(model, sums, GroupedSums::merge));
              return left;
            });
  }

  private static int[] ints(Row row, int column) {
    List<Integer> values = row.getList(column);
    return values.stream().mapToInt(Integer::intValue).toArray();
  }

  private JudgedLists() {}
}
