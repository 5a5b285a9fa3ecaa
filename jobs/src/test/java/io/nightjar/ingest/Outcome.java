package io.nightjar.ingest;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * What became of rows.
 *
 * @param good events as {@code user item type value time context}, sorted
 * @param reasons number of other rows by reason
 */
record Outcome(List<String> good, SortedMap<String, Long> reasons) {

  static Outcome of(Dataset<Row> events) {
    return of(
        events,
        "concat_ws(' ', user_id, item_id, event_type, value,"
            + " date_format(event_time, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\"),"
            + " if(size(context) = 0, null, cast(context as string)))");
  }

  /** The same with good rows spelled by an expression. */
  static Outcome of(Dataset<Row> rows, String good) {
    Outcome outcome = new Outcome(new ArrayList<>(), new TreeMap<>());
    for (Row row : rows.selectExpr(good, "reason").collectAsList()) {
      if (row.isNullAt(1)) {
        outcome.good.add(row.getString(0).replace(".000000", ""));
      } else {
        outcome.reasons.merge(row.getString(1), 1L, Long::sum);
      }
    }
    Collections.sort(outcome.good);
    return outcome;
  }
}
