package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.store.RunLock;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.Tombstones;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/**
 * What a command works with; closing it stops Spark and lets the next run have what it held.
 *
 * @param held locks, the latest first
 */
record Workspace(
    Sessions.Session open, NightjarConfig config, SnapshotStore store, Deque<RunLock> held)
    implements AutoCloseable {

  /**
   * Starts Spark and opens the warehouse to read it.
   *
   * @param command what Spark's user interface and a cluster's list of jobs show
   */
  static Workspace open(String command, NightjarConfig config) {
    Sessions.Session open = Sessions.open("nightjar " + command);
    SnapshotStore store = new SnapshotStore(open.spark(), config.warehouse(), config.store());
    return new Workspace(open, config, store, new ArrayDeque<>());
  }

  /**
   * Starts Spark and opens the warehouse to write to it, once no other run does.
   *
   * @param err is told which run is waited for
   */
  static Workspace openToWrite(String command, NightjarConfig config, PrintWriter err) {
    return open(command, config)
        .with(
            workspace -> {
              workspace.hold(workspace.store(), command, err);
              Tombstones.requireWhole(workspace.store());
            });
  }

  /** The same to write nothing but trials: nights go on meanwhile. */
  static Workspace openToSearch(String command, NightjarConfig config, PrintWriter err) {
    return open(command, config)
        .with(workspace -> workspace.hold(workspace.store().trials(), command, err));
  }

  /** The same to write anything, also where an erasure did not end. */
  static Workspace openToErase(String command, NightjarConfig config, PrintWriter err) {
    return open(command, config)
        .with(
            workspace -> {
              workspace.hold(workspace.store().trials(), command, err);
              workspace.hold(workspace.store(), command, err);
            });
  }

  private Workspace with(Consumer<Workspace> beginning) {
    try {
      beginning.accept(this);
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void hold(SnapshotStore warehouse, String command, PrintWriter err) {
    held.push(
        RunLock.acquire(
            warehouse,
            command,
            config.lock(),
            line -> {
              err.println(line);
              err.flush();
            }));
  }

  SparkSession session() {
    return open.spark();
  }

  @Override
  public void close() {
    held.forEach(RunLock::close);
    open.close();
  }
}
