package io.nightjar.forecast;

import static org.apache.spark.sql.functions.approx_count_distinct;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.NightjarConfig;
import io.nightjar.ingest.IngestJob;
import io.nightjar.ingest.UnreadableFile;
import io.nightjar.prepare.EventSpan;
import io.nightjar.prepare.PrepareJob;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Manifest;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How much a night works on.
 *
 * @param read rows of its logs
 * @param events that {@code prepare} works on, each once
 * @param pairs of a user and an item to learn from
 * @param users of these pairs
 * @param items of these pairs
 */
public record NightSize(long read, long events, long pairs, long users, long items) {
  /** Standard deviation of a count of what is distinct, over the count. */
  static final double DEVIATION = 0.01;

  /** Column of rows of tonight's logs. */
  private static final String READ = "read";

  private static final Column[] EVENT =
      Stream.of(Columns.USER_ID, Columns.ITEM_ID, Columns.EVENT_TIME, Columns.EVENT_TYPE)
          .map(name -> col(name))
          .toArray(Column[]::new);

  /**
   * Estimates a night that has not run: reads its logs, and the events that are there. Caps and
   * minimum counts of {@code prepare} are not looked at: with these there are fewer pairs.
   */
  public static NightSize ahead(
      SparkSession spark, NightjarConfig config, SnapshotStore store, LocalDate date) {
    Dataset<Row> rows = IngestJob.events(spark, config, store, date).withColumn(READ, lit(true));
    Optional<Snapshot> base = store.base(TableId.of(Table.EVENTS, Lane.SERVE), date);
    EventSpan span = EventSpan.of(config.prepare(), date);
    if (base.isPresent()) {
      rows = rows.unionByName(store.read(base.get(), span::contains), true);
    }
    Column good = col(Columns.REASON).isNull().and(span.containsEvent());
    Column learnt = good.and(PrepareJob.counts(config.prepare(), date));
    Dataset<Row> counts =
        rows.agg(
            count_if(col(READ)),
            distinct(when(good, struct(EVENT))),
            distinct(when(learnt, struct(Columns.USER_ID, Columns.ITEM_ID))),
            distinct(when(learnt, col(Columns.USER_ID))),
            distinct(when(learnt, col(Columns.ITEM_ID))));
    Row counted = UnreadableFile.read(store.warehouse(), counts::first);
    return new NightSize(
        counted.getLong(0),
        counted.getLong(1),
        counted.getLong(2),
        counted.getLong(3),
        counted.getLong(4));
  }

  private static Column distinct(Column column) {
    return approx_count_distinct(column, DEVIATION);
  }

  /** What a night that has run worked on; nothing if it did not come so far as to train. */
  static Optional<NightSize> of(SnapshotStore store, LocalDate date) {
    Optional<Manifest> events = manifest(store, Table.EVENTS, date);
    Optional<Manifest> pairs = manifest(store, Table.INTERACTIONS, date);
    Optional<Manifest> users = manifest(store, Table.USER_FACTORS, date);
    Optional<Manifest> items = manifest(store, Table.ITEM_FACTORS, date);
    if (Stream.of(events, pairs, users, items).anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    return Optional.of(
        new NightSize(
            events.get().counts().getOrDefault("read", 0L),
            pairs.get().counts().getOrDefault("events", events.get().rows()),
            pairs.get().counts().getOrDefault("trained", 0L),
            users.get().rows(),
            items.get().rows()));
  }

  private static Optional<Manifest> manifest(SnapshotStore store, Table table, LocalDate date) {
    return store.find(TableId.of(table, Lane.SERVE), date).map(Snapshot::manifest);
  }
}
