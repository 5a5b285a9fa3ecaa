package io.nightjar.night;

import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The tables of one release, all of one night. */
public record ReleasedTables(SnapshotStore store, Release release) {
  /** The release's snapshot of a table, if it has one. */
  public Optional<Snapshot> find(Table table) {
    TableId id = TableId.of(table, Lane.SERVE);
    return Optional.ofNullable(release.tables().get(id.path()))
        .map(member -> store.open(id, member));
  }

  /**
   * The rows of a table.
   *
   * @throws UserError if the release has none
   */
  public Dataset<Row> read(Table table) {
    return store.read(
        find(table)
            .orElseThrow(
                () ->
                    new UserError(
                        "The release of %s has no table %s"
                            .formatted(release.date(), table.tableName()))));
  }
}
