package io.nightjar.run;

import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Draft;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What a job is given.
 *
 * @param session the Spark session
 * @param config the configuration in force
 * @param store the warehouse
 * @param date logical date: the night covers events up to its end, UTC
 * @param lane which side of the night
 * @param lineage what the job's snapshots will say of their origin
 * @param overrides what the night may pass despite
 */
public record JobContext(
    SparkSession session,
    NightjarConfig config,
    SnapshotStore store,
    LocalDate date,
    Lane lane,
    Lineage lineage,
    Overrides overrides) {

  /** The table as this lane sees it. */
  public TableId id(Table table) {
    return TableId.of(table, lane);
  }

  /**
   * The night's snapshot of a table.
   *
   * @throws UserError if there is none yet
   */
  public Snapshot snapshot(Table table) {
    return store.find(id(table), date).orElseThrow(() -> missing(table));
  }

  /** The rows of the night's snapshot of a table. */
  public Dataset<Row> read(Table table) {
    return store.read(snapshot(table));
  }

  /**
   * The snapshot that this night builds on, if there is one.
   *
   * @throws UserError if it is not {@linkplain Snapshot#readable readable}
   */
  public Optional<Snapshot> base(Table table) {
    return store.base(id(table), date).map(Snapshot::requireReadable);
  }

  /**
   * The newest snapshot of the latest night before this one, if there is one.
   *
   * @throws UserError if it is not {@linkplain Snapshot#readable readable}
   */
  public Optional<Snapshot> before(Table table) {
    return store.before(id(table), date).map(Snapshot::requireReadable);
  }

  /** Begins the night's snapshot of a table. */
  public Draft draft(Table table) {
    return store.draft(id(table), lineage);
  }

  /** The number of the newest snapshot of a table, of any night; 0 if there is none. */
  public long head(Table table) {
    return store.head(id(table)).map(Snapshot::sequence).orElse(0L);
  }

  private UserError missing(Table table) {
    return new UserError(
        "Table %s has no snapshot for %s in %s; run the job that writes it first, or `run` for all"
            .formatted(id(table), date, store.warehouse()));
  }
}
