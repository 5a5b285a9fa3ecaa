package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.run.JobContext;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Merge;
import io.nightjar.store.Snapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Observation;
import org.apache.spark.sql.Row;

/** Tonight's events joined with those of the night before. */
final class NewEvents {
  private static final String GOOD = "good";
  private static final String ACCEPTED = "accepted";

  private final Tally tally;
  private final List<String> sources;
  private final List<DataFile> base;
  private final Dataset<Row> union;
  private final Observation written = new Observation();

  private NewEvents(Tally tally, List<String> sources, List<DataFile> base, Dataset<Row> union) {
    this.tally = tally;
    this.sources = sources;
    this.base = base;
    this.union = union;
  }

  /**
   * Joins the events.
   *
   * @param tonight rows of {@link EventRows}
   * @param tally counts of them
   * @param sources names of their sources
   */
  static NewEvents of(
      JobContext context, Dataset<Row> tonight, Tally tally, Collection<String> sources) {
    Optional<Snapshot> base = context.base(Table.EVENTS);
    Map<String, Long> days = days(tally);
    Dataset<Row> existing =
        base.map(b -> context.store().read(b, file -> days.containsKey(file.partition())))
            .orElseGet(() -> context.session().createDataFrame(List.of(), Table.EVENTS.schema()));
    return new NewEvents(
        tally,
        sources.stream().sorted().toList(),
        base.map(b -> b.manifest().files()).orElse(List.of()),
        EventMerge.union(existing, tonight, sources));
  }

  private static Map<String, Long> days(Tally tally) {
    Map<String, Long> days = new TreeMap<>();
    tally.days().forEach((date, events) -> days.put(date.toString(), events));
    return days;
  }

  /** All events of tonight's dates, old and new, and bad rows. */
  Dataset<Row> rows() {
    return union;
  }

  /** How they become the events table. */
  Merge merge() {
    return new Merge(base, days(tally), this::distinct, this::counts);
  }

  /** Each event once; who is new is counted as files are written, by each task that ends well. */
  private Dataset<Row> distinct(Dataset<Row> rows) {
    List<Column> accepted = new ArrayList<>();
    for (int place = 1; place <= sources.size(); place++) {
      accepted.add(count_if(col(EventMerge.ORIGIN).equalTo(place)).as(ACCEPTED + place));
    }
    return EventMerge.distinct(rows)
        .observe(written, sum(EventMerge.TIMES).as(GOOD), accepted.toArray(new Column[0]));
  }

  private Map<String, Long> counts() {
    Map<String, Long> accepted = new TreeMap<>();
    long good = tally.good().values().stream().mapToLong(Long::longValue).sum();
    if (good > 0) {
      Map<String, Object> found = found();
      if (!found.get(GOOD).equals(good)) {
        throw new IllegalStateException(
            "%,d good events were counted, then %s were read; did files change during the run?"
                .formatted(good, found.get(GOOD)));
      }
      for (int place = 1; place <= sources.size(); place++) {
        accepted.put(sources.get(place - 1), (Long) found.get(ACCEPTED + place));
      }
    }
    return Counts.of(tally.counts(accepted));
  }

  private Map<String, Object> found() {
    try {
      return written.getAsJava();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while events were counted", e);
    }
  }
}
