package io.nightjar.prepare;

import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Snapshot;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The events that a night works on, by the files of {@link Table#EVENTS}. */
final class NightEvents {
  private final JobContext context;
  private final Snapshot snapshot;
  private final EventSpan span;

  private NightEvents(JobContext context, Snapshot snapshot, EventSpan span) {
    this.context = context;
    this.snapshot = snapshot;
    this.span = span;
  }

  /**
   * Those of a night.
   *
   * @throws UserError if there are none
   */
  static NightEvents of(JobContext context) {
    EventSpan span = EventSpan.of(context.config().prepare(), context.date());
    Snapshot snapshot = context.snapshot(Table.EVENTS);
    if (snapshot.manifest().files().stream().noneMatch(span::contains)) {
      throw new UserError(
          "There are no events "
              + span
              + "; check ingest.events and the quarantine"
              + (span.first().isPresent() ? ", or set a longer prepare.window-days" : ""));
    }
    return new NightEvents(context, snapshot, span);
  }

  /** The events of its {@link EventSpan}. */
  Dataset<Row> rows() {
    return context.store().read(snapshot, span::contains);
  }

  /** How many these are. */
  long count() {
    return snapshot.manifest().files().stream()
        .filter(span::contains)
        .mapToLong(DataFile::rows)
        .sum();
  }

  /**
   * Events up to the logical date that an index may lack ids of: those of the days that have other
   * files than when it was made, or all where that is not known.
   *
   * @param index an index that has the ids of all events there were up to its own date, if there is
   *     one
   */
  Dataset<Row> unknownTo(Optional<Snapshot> index) {
    Set<DataFile> known = index.map(this::knownTo).orElse(Set.of());
    Predicate<DataFile> upToDate = new EventSpan(Optional.empty(), context.date())::contains;
    return context.store().read(snapshot, upToDate.and(file -> !known.contains(file)));
  }

  private Set<DataFile> knownTo(Snapshot index) {
    Predicate<DataFile> upToItsDate = new EventSpan(Optional.empty(), index.date())::contains;
    String madeOf = index.manifest().inputs().get(context.id(Table.EVENTS).path());
    return context
        .store()
        .find(context.id(Table.EVENTS), index.date())
        .filter(events -> events.contentHash().equals(madeOf))
        .map(events -> events.manifest().files().stream().filter(upToItsDate).toList())
        .map(files -> (Set<DataFile>) new HashSet<>(files))
        .orElse(Set.of());
  }
}
