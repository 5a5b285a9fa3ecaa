package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.store.SnapshotStore;
import org.apache.spark.sql.SparkSession;

/** What a command works with; closing it stops Spark. */
record Workspace(SparkSession session, NightjarConfig config, SnapshotStore store)
    implements AutoCloseable {

  /**
   * Starts Spark and opens the warehouse.
   *
   * @param command what Spark's user interface and a cluster's list of jobs show
   */
  static Workspace open(String command, NightjarConfig config) {
    SparkSession session = Sessions.open("nightjar " + command);
    return new Workspace(
        session, config, new SnapshotStore(session, config.warehouse(), config.store()));
  }

  @Override
  public void close() {
    session.stop();
  }
}
