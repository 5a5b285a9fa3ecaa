package io.nightjar;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.PopularityConfig;
import io.nightjar.config.PublishConfig;
import io.nightjar.config.RecommendConfig;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A night whose tables are written by hand, for tests of a job on a store. */
public final class HandNight {
  /** Length of lists. */
  public static final int N = 2;

  private static final StoreConfig STORE = new StoreConfig(1000, StoreConfig.Compression.ZSTD);

  private final SnapshotStore store;
  private final LocalDate date;

  /** A night in a warehouse. */
  public HandNight(Path warehouse, LocalDate date) {
    this.store = new SnapshotStore(SharedSpark.session(), warehouse.toString(), STORE);
    this.date = date;
  }

  /** Rows as a table. */
  public static Dataset<Row> rows(Table table, Row... rows) {
    return SharedSpark.session().createDataFrame(List.of(rows), table.schema());
  }

  /** Writes the night's snapshot of a table. */
  public Snapshot write(Lane lane, Table table, Row... rows) {
    return write(lane, table, Map.of(), rows);
  }

  /** Writes a snapshot that says from which others, by table path, it was made. */
  public Snapshot write(Lane lane, Table table, Map<String, String> inputs, Row... rows) {
    return store
        .draft(TableId.of(table, lane), lineage("job of " + table, inputs))
        .commit(rows(table, rows));
  }

  /** The rows of the night's snapshot of a table, in file order. */
  public List<Row> read(Lane lane, Table table) {
    return store.read(snapshot(lane, table)).collectAsList();
  }

  /** The night's snapshot of a table. */
  public Snapshot snapshot(Lane lane, Table table) {
    return store.find(TableId.of(table, lane), date).orElseThrow();
  }

  /** What a job is given, without segments of users. */
  public JobContext context(Lane lane) {
    return context(lane, new PopularityConfig(Optional.empty(), 2, 2, 7, 2));
  }

  /** What a job is given. */
  public JobContext context(Lane lane, PopularityConfig popularity) {
    NightjarConfig config =
        new NightjarConfig(
            store.warehouse().toString(),
            STORE,
            null,
            null,
            null,
            null,
            popularity,
            new RecommendConfig(N, new RecommendConfig.Weights(1, 1, 0), 10, 10, 2, 1 << 20),
            new EvaluateConfig(true, EvaluateConfig.Split.TIME, 0.1, List.of(2, 3), 0.2),
            new PublishConfig(1, 0, 0.25));
    return new JobContext(
        SharedSpark.session(), config, store, date, lane, lineage("job under test", Map.of()));
  }

  private Lineage lineage(String job, Map<String, String> inputs) {
    return new Lineage(date, job, "run of " + date, "1", "c", new TreeMap<>(inputs), "f");
  }
}
