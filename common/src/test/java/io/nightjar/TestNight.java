package io.nightjar;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.NightjarConfig;
import io.nightjar.run.Job;
import io.nightjar.run.JobRunner;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.schema.Table;
import io.nightjar.store.Draft;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** One night in a warehouse of a test's own, whose tables the test may fill itself. */
public final class TestNight {
  private final LocalDate date;
  private final NightjarConfig config;
  private final SnapshotStore store;

  /** A night with the given settings ({@code a.b=c}) over the defaults. */
  public TestNight(Path warehouse, LocalDate date, String... settings) {
    this(warehouse.toString(), date, settings);
  }

  /** The same in a warehouse of any file system. */
  public TestNight(String warehouse, LocalDate date, String... settings) {
    this.date = date;
    this.config = config(Stream.concat(Stream.of("warehouse=" + warehouse), Stream.of(settings)));
    this.store = new SnapshotStore(SharedSpark.session(), config.warehouse(), config.store());
  }

  private static NightjarConfig config(Stream<String> settings) {
    return ConfigLoader.load(List.of(), settings.toList()).config();
  }

  /** Fills a table. */
  public TestNight with(Table table, Lane lane, Row... rows) {
    draft(table, lane).commit(Arrays.asList(rows));
    return this;
  }

  /** Fills a table. */
  public TestNight with(Table table, Lane lane, Dataset<Row> rows) {
    draft(table, lane).commit(rows);
    return this;
  }

  private Draft draft(Table table, Lane lane) {
    Lineage lineage = new Lineage(date, "test", "test", "0", "", new TreeMap<>(), "");
    return store.draft(TableId.of(table, lane), lineage);
  }

  /** Runs a job. */
  public StageResult run(Job job, Lane lane) {
    return new JobRunner(SharedSpark.session(), config, store, date, "test", false, Overrides.NONE)
        .run(job, lane);
  }

  /** The night's snapshot of a table. */
  public Snapshot snapshot(Table table, Lane lane) {
    return store.find(TableId.of(table, lane), date).orElseThrow();
  }

  /** The rows of a table, ordered by its key; by one task, for there are few. */
  public List<Row> rows(Table table, Lane lane) {
    return store
        .read(snapshot(table, lane))
        .coalesce(1)
        .sortWithinPartitions(table.key().stream().map(functions::col).toArray(Column[]::new))
        .collectAsList();
  }

  /** The warehouse. */
  public SnapshotStore store() {
    return store;
  }

  /** Its logical date. */
  public LocalDate date() {
    return date;
  }

  /** The settings in force. */
  public NightjarConfig config() {
    return config;
  }
}
