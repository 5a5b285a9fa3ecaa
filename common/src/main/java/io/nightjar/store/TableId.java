package io.nightjar.store;

import io.nightjar.schema.Table;

/** A table of one lane; tables that both lanes share are always of {@link Lane#SERVE}. */
public record TableId(Table table, Lane lane) {
  /** The table as the given lane sees it. */
  public static TableId of(Table table, Lane lane) {
    return new TableId(table, table.perLane() ? lane : Lane.SERVE);
  }

  /** Folder below the warehouse, such as {@code holdout/interactions}. */
  public String path() {
    return lane == Lane.SERVE ? table.tableName() : lane.label() + "/" + table.tableName();
  }

  @Override
  public String toString() {
    return path();
  }
}
