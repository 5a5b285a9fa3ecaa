package io.nightjar.faults;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.night.Verification;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Erasure;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Release;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import io.nightjar.store.Tombstones;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.SafeModeAction;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user is erased from a warehouse on HDFS that takes no more changes from some moment on, as if
 * the erasure had died then: readers have whole releases, and the erasure is just run again.
 */
final class HdfsErasureIT {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);
  private static final int NIGHTS = 2;
  private static final int DEATHS = 12;
  private static final List<String> USERS = List.of("ann", "bob", "eve");
  private static final String ERASED = "ann";
  private static final TableId INDEX = TableId.of(Table.USER_INDEX, Lane.SERVE);
  private static final TableId FACTORS = TableId.of(Table.USER_FACTORS, Lane.SERVE);

  @TempDir private static java.nio.file.Path folder;
  private static MiniDFSCluster hdfs;

  @BeforeAll
  static void start() throws IOException {
    Configuration conf = new Configuration();
    HdfsClients.askSoon(conf);
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
    hdfs.waitActive();
    for (int night = 0; night < NIGHTS; night++) {
      release(store(path("untouched")), night);
    }
  }

  @AfterAll
  static void stop() {
    hdfs.shutdown(true);
  }

  @Test
  void anErasureThatDiesAtAnyMomentIsJustRunAgain() throws IOException {
    Path whole = copy("whole");
    assertFalse(erased(whole), "the search finds who is there");
    long before = edits();
    Erasure.run(store(whole), List.of(ERASED));
    long edits = edits() - before;
    assertTrue(erased(whole));

    int died = 0;
    for (int death = 0; death < DEATHS; death++) {
      Path warehouse = copy("died-" + death);
      died += dies(warehouse, edits() + edits * death / DEATHS) ? 1 : 0;
      for (int night = 1; night <= NIGHTS; night++) {
        Set<String> served = served(warehouse, night);
        assertTrue(served.containsAll(List.of("bob", "eve")), served.toString());
      }
      Erasure.run(store(warehouse), List.of(ERASED));
      assertTrue(erased(warehouse), "by the second run after death " + death);
    }
    assertTrue(died > DEATHS / 2, "died %d times of %d".formatted(died, DEATHS));
  }

  /** Erases until HDFS has noted as many changes; whether that was too early for its end. */
  private static boolean dies(Path warehouse, long lastEdit) throws IOException {
    AtomicBoolean ended = new AtomicBoolean();
    Thread killer = new Thread(() -> takeNoMoreChangesAfter(lastEdit, ended), "killer");
    killer.start();
    try {
      Erasure.run(store(warehouse), List.of(ERASED));
      return false;
    } catch (Exception e) { // Spark declares none of those it throws.
      return true;
    } finally {
      ended.set(true);
      join(killer);
      hdfs.getFileSystem().setSafeMode(SafeModeAction.LEAVE);
    }
  }

  private static void takeNoMoreChangesAfter(long lastEdit, AtomicBoolean ended) {
    while (edits() < lastEdit && !ended.get()) {
      Faults.pause(1);
    }
    try {
      hdfs.getFileSystem().setSafeMode(SafeModeAction.ENTER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The number of changes that the NameNode has noted. */
  private static long edits() {
    return hdfs.getNamesystem().getFSImage().getLastAppliedOrWrittenTxId();
  }

  private static Path path(String warehouse) {
    return new Path(hdfs.getURI() + "/" + warehouse);
  }

  private static Path copy(String name) throws IOException {
    var files = hdfs.getFileSystem();
    FileUtil.copy(files, path("untouched"), files, path(name), false, files.getConf());
    return path(name);
  }

  private static SnapshotStore store(Path warehouse) {
    return new SnapshotStore(
        SharedSpark.session(),
        warehouse.toString(),
        new StoreConfig(NIGHTS, StoreConfig.Compression.SNAPPY));
  }

  private static void release(SnapshotStore store, int night) {
    LocalDate date = FIRST.plusDays(night);
    Lineage lineage = new Lineage(date, "test", "run", "1", "", new TreeMap<>(), "" + night);
    TreeMap<String, Release.Member> members = new TreeMap<>();
    for (TableId id : List.of(INDEX, FACTORS)) {
      List<Row> rows =
          USERS.stream()
              .map(
                  user ->
                      id.equals(INDEX)
                          ? RowFactory.create(user, USERS.indexOf(user))
                          : RowFactory.create(USERS.indexOf(user), List.of((float) night)))
              .toList();
      Snapshot snapshot = store.draft(id, lineage).commit(rows);
      members.put(id.path(), new Release.Member(snapshot.sequence(), snapshot.contentHash()));
    }
    store
        .releases()
        .publish(new Release(date.toString(), "run", "night", new TreeMap<>(), "now", members));
  }

  /** Who has factors by a release. */
  private static Set<String> served(Path warehouse, long number) {
    SnapshotStore store = store(warehouse);
    Release release = store.releases().get(number).release();
    var index = store.read(store.open(INDEX, release.tables().get(INDEX.path())));
    var factors = store.read(store.open(FACTORS, release.tables().get(FACTORS.path())));
    return index.join(factors, Columns.USER_IX).select(Columns.USER_ID).collectAsList().stream()
        .map(row -> row.getString(0))
        .collect(Collectors.toSet());
  }

  /** Whether nobody but the others is served, all is whole, and other runs may write again. */
  private static boolean erased(Path warehouse) throws IOException {
    assertEquals(
        List.of(),
        new Verification(store(warehouse))
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
    Tombstones.requireWhole(store(warehouse));
    boolean gone = true;
    for (int night = 1; night <= NIGHTS; night++) {
      gone &= served(warehouse, night).equals(Set.of("bob", "eve"));
    }
    return gone && !holdsErased(warehouse, INDEX) && !holdsErased(warehouse, FACTORS);
  }

  /** Whether a file of a table, one that its log names or another, has the row of the erased. */
  private static boolean holdsErased(Path warehouse, TableId id) throws IOException {
    List<String> files = new ArrayList<>();
    var data = hdfs.getFileSystem().listFiles(new Path(warehouse, id.path() + "/data"), true);
    while (data.hasNext()) {
      Path file = data.next().getPath();
      if (file.getName().endsWith(".parquet")) {
        files.add(file.toString());
      }
    }
    var rows = SharedSpark.session().read().parquet(files.toArray(String[]::new));
    Column erased =
        id.equals(INDEX)
            ? col(Columns.USER_ID).equalTo(ERASED)
            : col(Columns.USER_IX).equalTo(USERS.indexOf(ERASED));
    return !rows.where(erased).isEmpty();
  }
}
