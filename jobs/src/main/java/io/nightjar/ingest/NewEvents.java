package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Snapshot;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/** Tonight's events joined with those of the night before; kept until closed. */
final class NewEvents implements AutoCloseable {
  private final Dataset<Row> merged;
  private final List<DataFile> base;
  private final Map<String, Long> accepted = new TreeMap<>();
  private final Set<LocalDate> changed = new TreeSet<>();

  private NewEvents(Dataset<Row> merged, List<DataFile> base) {
    this.merged = merged;
    this.base = base;
    // At most one group per source and day up to the logical date.
    merged
        .where(col(Columns.SOURCE).isNotNull())
        .groupBy(Columns.SOURCE, Columns.DATE)
        .agg(count(lit(1)))
        .collectAsList()
        .forEach(
            group -> {
              accepted.merge(group.getString(0), group.getLong(2), Long::sum);
              changed.add(group.getDate(1).toLocalDate());
            });
  }

  /**
   * Joins the events.
   *
   * @param good good rows of {@link EventRows}
   * @param dates the dates they fall on
   * @param sources names of their sources
   */
  static NewEvents merge(
      JobContext context, Dataset<Row> good, Set<LocalDate> dates, Collection<String> sources) {
    Optional<Snapshot> base = context.base(Table.EVENTS);
    Set<String> touched = dates.stream().map(LocalDate::toString).collect(Collectors.toSet());
    Dataset<Row> existing =
        base.map(b -> context.store().read(b, file -> touched.contains(file.partition())))
            .orElseGet(() -> context.session().createDataFrame(List.of(), Table.EVENTS.schema()));
    return new NewEvents(
        EventMerge.merge(existing, good, sources).persist(StorageLevel.MEMORY_AND_DISK()),
        base.map(b -> b.manifest().files()).orElse(List.of()));
  }

  /** New events by source. */
  Map<String, Long> accepted() {
    return accepted;
  }

  /** All events of the dates that got new ones, old and new. */
  Dataset<Row> changedDates() {
    return merged.where(col(Columns.DATE).isInCollection(changed)).drop(Columns.SOURCE);
  }

  /** The files of all other dates. */
  List<DataFile> untouchedFiles() {
    Set<String> dates = changed.stream().map(LocalDate::toString).collect(Collectors.toSet());
    return base.stream().filter(file -> !dates.contains(file.partition())).toList();
  }

  @Override
  public void close() {
    merged.unpersist();
  }
}
