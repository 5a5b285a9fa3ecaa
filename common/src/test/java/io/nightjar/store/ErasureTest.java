package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureTest {
  private static final TableId INDEX = TableId.of(Table.USER_INDEX, Lane.SERVE);
  private static final TableId FACTORS = TableId.of(Table.USER_FACTORS, Lane.SERVE);
  private static final TableId QUARANTINE = TableId.of(Table.QUARANTINE, Lane.SERVE);
  private static final LocalDate DATE = LocalDate.of(2026, 1, 1);

  @TempDir private Path folder;
  private SnapshotStore store;

  @BeforeEach
  void write() {
    store =
        new SnapshotStore(
            SharedSpark.session(),
            folder.toString(),
            new StoreConfig(1, StoreConfig.Compression.SNAPPY));
    for (int night = 0; night < 2; night++) {
      commit(INDEX, night, RowFactory.create("ann", 0), RowFactory.create("bob", 1));
      commit(FACTORS, night, factors(0, night), factors(1, night));
    }
  }

  @Test
  void aRowGoesFromEverySnapshotAndNumbersStay() {
    Erasure.Certificate certificate = Erasure.run(store, List.of("ann"));

    assertEquals(1, certificate.users());
    assertEquals(
        List.of(
            new Erasure.Changed("user_index", 2, 2, 2),
            new Erasure.Changed("user_factors", 2, 2, 2)),
        certificate.tables());
    for (int night = 0; night < 2; night++) {
      assertEquals(List.of(factors(1, night).toString()), rows(FACTORS, night));
    }
    assertEquals(List.of("[\u001ferased 0,0]", "[bob,1]"), rows(INDEX, 1));
  }

  @Test
  void anErasureThatDidNotEndStopsOtherWritersUntilItIsRunAgain() {
    Tombstones.requireWhole(store);
    Tombstones.add(store, List.of("ann"));
    assertThrows(UserError.class, () -> Tombstones.requireWhole(store));
    Erasure.run(store, List.of("bob"));
    assertThrows(UserError.class, () -> Tombstones.requireWhole(store), "ann's did not end");

    Erasure.run(store, List.of("ann", "bob"));

    Tombstones.requireWhole(store);
    assertTrue(Tombstones.of(store).orElseThrow().contains("ann"));
    assertFalse(Tombstones.of(store).orElseThrow().contains("eve"));
  }

  /** Of an erasure that died as it deleted, the old snapshots are there beside the new. */
  @Test
  void anErasureThatDiedBeforeItDeletedIsJustRunAgain() throws IOException {
    Path logs = folder.resolve("user_factors/_snapshots");
    byte[] old = Files.readAllBytes(logs.resolve("2.json"));
    Path data = folder.resolve("user_factors/data");
    Path kept = folder.resolveSibling(folder.getFileName() + "-kept");
    copy(data, kept);
    Erasure.run(store, List.of("ann"));
    Files.write(logs.resolve("2.json"), old);
    copy(kept, data);
    assertEquals(3, store.sequences(FACTORS).length);

    Erasure.run(store, List.of("ann"));

    assertEquals(2, store.sequences(FACTORS).length, "one a night");
    for (int night = 0; night < 2; night++) {
      assertEquals(List.of(factors(1, night).toString()), rows(FACTORS, night));
    }
    assertEquals(DATE.plusDays(1), store.head(FACTORS).orElseThrow().date());
  }

  @Test
  void aDamagedFileIsNotWrittenAgainAsIfItWereSound() throws IOException {
    Snapshot factors = store.head(FACTORS).orElseThrow();
    Path file = folder.resolve("user_factors/data/" + factors.manifest().files().get(0).path());
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    SnapshotStore other =
        new SnapshotStore(
            SharedSpark.session().newSession(),
            folder.toString(),
            new StoreConfig(1, StoreConfig.Compression.SNAPPY));

    UserError e = assertThrows(UserError.class, () -> Erasure.run(other, List.of("ann")));

    assertTrue(e.getMessage().contains(file.getFileName().toString()), e.getMessage());
    assertThrows(UserError.class, () -> Tombstones.requireWhole(other));
  }

  @Test
  void whatADeadRunLeftGoesToo() throws IOException {
    Path orphan = folder.resolve("user_factors/data/2026-01-02-dead/part-00000.parquet");
    Files.createDirectories(orphan.getParent());
    Files.writeString(orphan, "ann");
    Erasure.run(store, List.of("ann"));
    assertFalse(Files.exists(orphan));
  }

  @Test
  void aQuarantinedLineGoesThatNamesAnIdAndNotOneThatNamesALongerOne() {
    commit(QUARANTINE, 0, bad("ann,i1"), bad("annette,i1"), bad("“ann”"), bad("x"));
    Erasure.run(store, List.of("ann"));
    assertEquals(2, rows(QUARANTINE, 0).size());
  }

  private static Row bad(String line) {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    return RowFactory.create("shop", "file", "bad_time", bytes);
  }

  private static Row factors(int user, int night) {
    return RowFactory.create(user, List.of((float) user, (float) night));
  }

  private void commit(TableId id, int night, Row... rows) {
    Lineage lineage =
        new Lineage(DATE.plusDays(night), "test", "test", "0", "", new TreeMap<>(), "");
    store.draft(id, lineage).commit(Arrays.asList(rows));
  }

  private List<String> rows(TableId id, int night) {
    Snapshot snapshot = store.find(id, DATE.plusDays(night)).orElseThrow();
    return store.read(snapshot).orderBy(id.table().key().get(0)).collectAsList().stream()
        .map(
            row ->
                id.equals(FACTORS)
                    ? RowFactory.create(row.get(0), row.getList(1)).toString()
                    : row.toString())
        .toList();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (Path path : all.toList()) {
        Path target = to.resolve(from.relativize(path));
        if (Files.isDirectory(path)) {
          Files.createDirectories(target);
        } else if (!Files.exists(target)) {
          Files.copy(path, target);
        }
      }
    }
  }
}
