package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.store.SnapshotStore;
import org.apache.spark.sql.SparkSession;

/** What a command works with; closing it stops Spark. */
record Workspace(Sessions.Session open, NightjarConfig config, SnapshotStore store)
    implements AutoCloseable {

  /**
   * Starts Spark and opens the warehouse.
   *
   * @param command what Spark's user interface and a cluster's list of jobs show
   */
  static Workspace open(String command, NightjarConfig config) {
    Sessions.Session open = Sessions.open("nightjar " + command);
    return new Workspace(
        open, config, new SnapshotStore(open.spark(), config.warehouse(), config.store()));
  }

  SparkSession session() {
    return open.spark();
  }

  @Override
  public void close() {
    open.close();
  }
}
