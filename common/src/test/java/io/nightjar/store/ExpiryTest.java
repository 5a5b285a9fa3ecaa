package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.ExpireConfig;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpiryTest {
  private static final int NIGHTS = 5;
  private static final TableId USERS = TableId.of(Table.USER_INDEX, Lane.SERVE);
  private static final TableId EVENTS = TableId.of(Table.EVENTS, Lane.SERVE);
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  /** Five nights of growing events, each released, written once and copied for each test. */
  @TempDir static Path template;

  @TempDir Path folder;
  private SnapshotStore store;

  @BeforeAll
  static void write() {
    SnapshotStore store = store(template);
    for (int night = 0; night < NIGHTS; night++) {
      LocalDate date = FIRST.plusDays(night);
      Snapshot users =
          store
              .draft(USERS, lineage(date))
              .commit(rows(Table.USER_INDEX, RowFactory.create("u" + night, night)));
      List<DataFile> base =
          store.base(EVENTS, date).map(s -> s.manifest().files()).orElse(List.of());
      Snapshot events =
          store
              .draft(EVENTS, lineage(date))
              .merge(
                  rows(Table.EVENTS, event(date)),
                  new Merge(base, Map.of(date.toString(), 1L), rows -> rows, Map::of));
      release(store, date, users, events);
    }
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> all = Files.walk(template)) {
      for (Path from : all.skip(1).toList()) {
        Files.copy(from, folder.resolve(template.relativize(from)));
      }
    }
    store = store(folder);
  }

  @Test
  void releasesAreKeptByCountAndByAge() {
    expire(new ExpireConfig(4, 1, 24));
    assertArrayEquals(new long[] {2, 3, 4, 5}, store.releases().numbers());
    expire(new ExpireConfig(1, 2, 24));
    assertArrayEquals(new long[] {4, 5}, store.releases().numbers());
    assertArrayEquals(new long[] {4, 5}, store.sequences(USERS));
    UserError gone = assertThrows(UserError.class, () -> store.releases().get(3));
    assertTrue(gone.getMessage().contains("releases are 4 to 5"), gone.getMessage());
  }

  @Test
  void whatKeptReleasesNameIsReadToTheLastByteAndNothingElseIsLeft() throws IOException {
    List<Expiry.Removed> removed = expire(new ExpireConfig(1, 1, 24));

    for (TableId id : List.of(USERS, EVENTS)) {
      Snapshot snapshot = served(id);
      assertEquals(
          id.equals(USERS) ? 1 : NIGHTS, store.read(snapshot).count(), "files of all nights");
      Set<String> expected = new TreeSet<>();
      snapshot.manifest().files().forEach(file -> expected.add(file.path()));
      expected.add(attempt(snapshot) + "/_manifest.json");
      assertEquals(expected, files(id));
    }
    // Events of a night are in files of their own, which the later nights keep.
    assertEquals(
        List.of(
            new Expiry.Removed("_releases", 4, 0, 0),
            new Expiry.Removed("events", 4, 4, removed.get(1).bytes()),
            new Expiry.Removed("user_index", 4, 8, removed.get(2).bytes())),
        removed);
    assertEquals(List.of(), expire(new ExpireConfig(1, 1, 24)), "once is enough");
  }

  @Test
  void aReleaseThatIsServedAgainIsNeverExpired() {
    Release first = store.releases().get(1).release();
    Releases.Numbered back =
        store
            .releases()
            .publish(
                new Release(first.date(), "run", "back", new TreeMap<>(), "now", first.tables()));

    expire(new ExpireConfig(1, 1, 24));

    assertEquals(back, store.releases().current().orElseThrow());
    assertEquals(1, store.read(served(EVENTS)).count());
    assertEquals("u0", store.read(served(USERS)).first().getString(0));
    assertArrayEquals(new long[] {1, 5}, store.sequences(USERS), "and the newest of each table");
  }

  @Test
  void whatNoLogKnowsOfGoesOnceItIsOld() throws IOException {
    Path attempt = folder.resolve("user_index/data/2026-01-05-unknown");
    Path rows = Files.createDirectories(attempt).resolve("part-00000.parquet");
    Path entry = folder.resolve("user_index/_snapshots/.6.json.x");
    Path checkpoint =
        Files.createDirectories(folder.resolve("_checkpoints/rdd")).resolve("part-00000");
    for (Path file : List.of(rows, entry, checkpoint)) {
      Files.writeString(file, "written by a run that may be alive");
    }
    Path begun = folder.resolve("user_index/data/2026-01-05-begun/_temporary");
    Files.createDirectories(begun);

    assertEquals(List.of(), expire(new ExpireConfig(9, 99, 24)));
    assertTrue(Files.exists(rows));
    assertTrue(Files.exists(begun));
    for (Path file : List.of(rows, entry, checkpoint, begun)) {
      FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
      Files.setLastModifiedTime(file, old);
    }
    expire(new ExpireConfig(9, 99, 24));

    for (Path file : List.of(attempt, entry, checkpoint.getParent(), begun.getParent())) {
      assertFalse(Files.exists(file), file.toString());
    }
    assertArrayEquals(new long[] {1, 2, 3, 4, 5}, store.releases().numbers());
  }

  @Test
  void aChecksumWhoseFileWasRenamedByAWriterThatDiedThenGoesToo() throws IOException {
    Path attempt = folder.resolve("user_index/data/2026-01-05-killed");
    Path moved = Files.createDirectories(attempt).resolve("part-00000.parquet");
    Path left = Files.createDirectories(attempt.resolve("_temporary/0/task"));
    Files.writeString(moved, "rows");
    Files.writeString(left.resolve(".part-00000.parquet.crc"), "their checksum");

    expire(new ExpireConfig(9, 99, 0));

    assertFalse(Files.exists(attempt));
  }

  @Test
  void whatCannotBeReadStopsItBeforeAnythingGoes() throws IOException {
    Path entry = folder.resolve("user_index/_snapshots/2.json");
    Files.writeString(entry, Files.readString(entry).replace("{", "{\"newer\":1,"));
    Set<String> before = files(USERS);

    String message =
        assertThrows(UserError.class, () -> expire(new ExpireConfig(1, 1, 0))).getMessage();

    assertTrue(message.contains("user_index/_snapshots/2.json"), message);
    assertEquals(before, files(USERS));
    assertArrayEquals(new long[] {1, 2, 3, 4, 5}, store.releases().numbers());
  }

  @Test
  void aDryRunDeletesNothing() {
    List<Expiry.Removed> told = Expiry.run(store, new ExpireConfig(1, 1, 24), true);

    assertArrayEquals(new long[] {1, 2, 3, 4, 5}, store.releases().numbers());
    assertEquals(told, expire(new ExpireConfig(1, 1, 24)));
  }

  @Test
  void ofARepeatedNightTheNewestSnapshotIsKept() {
    LocalDate last = FIRST.plusDays(NIGHTS - 1);
    Dataset<Row> other = rows(Table.USER_INDEX, RowFactory.create("other", 0));
    store.draft(USERS, lineage(last)).commit(other);
    store.draft(USERS, lineage(last)).commit(rows(Table.USER_INDEX));

    expire(new ExpireConfig(1, 1, 24));

    assertArrayEquals(new long[] {5, 7}, store.sequences(USERS), "released, and newest");
  }

  private List<Expiry.Removed> expire(ExpireConfig config) {
    return Expiry.run(store, config, false);
  }

  private Snapshot served(TableId id) {
    Release release = store.releases().current().orElseThrow().release();
    return store.open(id, release.tables().get(id.path()));
  }

  private String attempt(Snapshot snapshot) {
    String manifest = store.log(snapshot.id()).entry(snapshot.sequence()).value().manifest();
    return manifest.substring(0, manifest.indexOf('/'));
  }

  /** Paths below the data folder of a table. */
  private Set<String> files(TableId id) throws IOException {
    Path data = folder.resolve(id.path()).resolve("data");
    Set<String> found = new TreeSet<>();
    try (Stream<Path> all = Files.walk(data)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !file.toString().endsWith(".crc"))
          .forEach(file -> found.add(data.relativize(file).toString()));
    }
    return found;
  }

  private static void release(
      SnapshotStore store, LocalDate date, Snapshot users, Snapshot events) {
    TreeMap<String, Release.Member> tables = new TreeMap<>();
    for (Snapshot snapshot : List.of(users, events)) {
      tables.put(
          snapshot.id().path(), new Release.Member(snapshot.sequence(), snapshot.contentHash()));
    }
    store
        .releases()
        .publish(new Release(date.toString(), "run", "night", new TreeMap<>(), "now", tables));
  }

  private static SnapshotStore store(Path warehouse) {
    return new SnapshotStore(
        SharedSpark.session(),
        warehouse.toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }

  private static Lineage lineage(LocalDate date) {
    return new Lineage(date, "test", "run", "1", "c", new TreeMap<>(), "f");
  }

  private static Row event(LocalDate date) {
    Timestamp noon = Timestamp.valueOf(date.atTime(12, 0));
    return RowFactory.create("u", "i", "view", null, noon, Map.of(), Date.valueOf(date));
  }

  private static Dataset<Row> rows(Table table, Row... rows) {
    return SharedSpark.session().createDataFrame(List.of(rows), table.schema().asNullable());
  }
}
