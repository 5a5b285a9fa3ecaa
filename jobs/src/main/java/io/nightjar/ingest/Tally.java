package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.schema.Columns;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Counts of the rows of all sources after one pass over them.
 *
 * @param good rows without a reason, by source
 * @param quarantined rows by source and reason
 * @param days good events by date; empty for catalogues
 */
record Tally(
    SortedMap<String, Long> good,
    SortedMap<String, SortedMap<String, Long>> quarantined,
    SortedMap<LocalDate, Long> days) {

  /** Counts rows of {@link Alike}. */
  static Tally ofEvents(Dataset<Row> alike, Collection<String> sources) {
    return of(alike, sources, col(Columns.DATE), sum(Alike.TIMES));
  }

  /** Counts the rows of {@link ItemRows} or {@link UserRows}. */
  static Tally ofCatalogue(Dataset<Row> rows, Collection<String> sources) {
    return of(rows, sources, lit(null).cast("date"), count(lit(1)));
  }

  /** Counts of no sources. */
  static Tally empty() {
    return new Tally(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
  }

  private static Tally of(
      Dataset<Row> rows, Collection<String> sources, Column date, Column number) {
    Tally tally = empty();
    for (String source : sources) {
      tally.good.put(source, 0L);
      tally.quarantined.put(source, new TreeMap<>());
    }
    // At most one group per source and reason, and one per source and day up to the logical date.
    List<Row> groups =
        rows.groupBy(col(Columns.SOURCE), col(Columns.REASON), date.as(Columns.DATE))
            .agg(number)
            .collectAsList();
    for (Row group : groups) {
      String source = group.getString(0);
      String reason = group.getString(1);
      long count = group.getLong(3);
      if (reason == null) {
        tally.good.merge(source, count, Long::sum);
      } else {
        tally.quarantined.get(source).merge(reason, count, Long::sum);
      }
      if (!group.isNullAt(2)) {
        tally.days.merge(group.getDate(2).toLocalDate(), count, Long::sum);
      }
    }
    return tally;
  }

  /**
   * Full counts of every source.
   *
   * @param accepted rows that are new tonight, by source; a source that is missing has none
   */
  List<SourceCounts> counts(Map<String, Long> accepted) {
    return good.keySet().stream().map(source -> counts(source, accepted)).toList();
  }

  private SourceCounts counts(String source, Map<String, Long> accepted) {
    SortedMap<String, Long> refused = quarantined.get(source);
    long kept = Objects.requireNonNullElse(accepted.get(source), 0L);
    long read = good.get(source) + refused.values().stream().mapToLong(Long::longValue).sum();
    return new SourceCounts(source, read, kept, good.get(source) - kept, refused);
  }
}
