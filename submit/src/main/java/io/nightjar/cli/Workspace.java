package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.store.RunLock;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.Tombstones;
import java.io.PrintWriter;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/** What a command works with; closing it stops Spark and lets the next run have the warehouse. */
record Workspace(
    Sessions.Session open, NightjarConfig config, SnapshotStore store, Optional<RunLock> lock)
    implements AutoCloseable {

  /**
   * Starts Spark and opens the warehouse to read it.
   *
   * @param command what Spark's user interface and a cluster's list of jobs show
   */
  static Workspace open(String command, NightjarConfig config) {
    Sessions.Session open = Sessions.open("nightjar " + command);
    return new Workspace(open, config, store(open, config), Optional.empty());
  }

  /**
   * Starts Spark and opens the warehouse to write to it, once no other run does.
   *
   * @param err is told which run is waited for
   */
  static Workspace openToWrite(String command, NightjarConfig config, PrintWriter err) {
    Workspace workspace = openToErase(command, config, err);
    try {
      Tombstones.requireWhole(workspace.store());
      return workspace;
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  /** The same, also where an erasure did not end. */
  static Workspace openToErase(String command, NightjarConfig config, PrintWriter err) {
    Sessions.Session open = Sessions.open("nightjar " + command);
    try {
      SnapshotStore store = store(open, config);
      RunLock lock =
          RunLock.acquire(
              store,
              command,
              config.lock(),
              line -> {
                err.println(line);
                err.flush();
              });
      return new Workspace(open, config, store, Optional.of(lock));
    } catch (RuntimeException e) {
      open.close();
      throw e;
    }
  }

  private static SnapshotStore store(Sessions.Session open, NightjarConfig config) {
    return new SnapshotStore(open.spark(), config.warehouse(), config.store());
  }

  SparkSession session() {
    return open.spark();
  }

  @Override
  public void close() {
    lock.ifPresent(RunLock::close);
    open.close();
  }
}
