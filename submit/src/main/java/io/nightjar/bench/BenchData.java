package io.nightjar.bench;

import static org.apache.spark.sql.functions.col;

import io.nightjar.config.NightjarConfig;
import io.nightjar.dense.DenseArrays;
import io.nightjar.night.Night;
import io.nightjar.night.Plan;
import io.nightjar.night.Progress;
import io.nightjar.night.Stage;
import io.nightjar.run.Overrides;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.LocalDate;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** A log as the first jobs of a night leave it, in a warehouse of the bench's own. */
final class BenchData {
  private static final Set<String> JOBS = Set.of("ingest", "prepare");

  private final SnapshotStore store;
  private final NightjarConfig config;
  private final LocalDate date;
  private final String name;

  private BenchData(SnapshotStore store, NightjarConfig config, LocalDate date, String name) {
    this.store = store;
    this.config = config;
    this.date = date;
    this.name = name;
  }

  /** Ingests and prepares a log. */
  static BenchData of(SparkSession spark, Log log, String warehouse, Progress progress) {
    NightjarConfig config = log.config(warehouse);
    SnapshotStore store = new SnapshotStore(spark, warehouse, config.store());
    Night night = new Night(spark, config, store, progress, false, Overrides.NONE);
    progress.night(log.date());
    for (Stage stage : Plan.of(config)) {
      if (stage.lane() == Lane.SERVE && JOBS.contains(stage.job().name())) {
        night.run(stage, log.date());
      }
    }
    return new BenchData(store, config, log.date(), log.name());
  }

  /** What the log is called in the report. */
  String name() {
    return name;
  }

  NightjarConfig config() {
    return config;
  }

  /** User number, item number, weight &gt; 0; one row a pair. */
  Dataset<Row> interactions() {
    return table(Table.INTERACTIONS)
        .where(col(Columns.WEIGHT).gt(0))
        .select(Columns.USER_IX, Columns.ITEM_IX, Columns.WEIGHT);
  }

  /** How many numbers items have. */
  int items() {
    return DenseArrays.size(table(Table.ITEM_INDEX), Columns.ITEM_IX);
  }

  /** A table of the night. */
  Dataset<Row> table(Table table) {
    return store.read(store.find(TableId.of(table, Lane.SERVE), date).orElseThrow());
  }
}
