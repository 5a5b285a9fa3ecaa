package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.config.LockConfig;
import io.nightjar.night.FullDisk;
import io.nightjar.night.NightResult;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.Verification;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.StageResult;
import io.nightjar.schema.Table;
import io.nightjar.store.ExclusiveFile;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.RunLock;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The disk gets full, as a limit on the size of files has it, in each step of a night and in each
 * file of a table: what is served stays, and what is run again is the same as if nothing had been.
 */
@Isolated("the limit is one of the whole process")
final class FullDiskIT {
  private static final LocalDate FIRST = ShopLog.LAST_DAY;
  private static final LocalDate SECOND = FIRST.plusDays(1);

  /** Bytes, too few for what a step writes. */
  private static final int NEXT_TO_NOTHING = 100;

  @TempDir private static Path folder;
  private static ShopLog log;
  private static Path warehouse;
  private static final List<String> STEPS = new ArrayList<>();
  private static FileSizeLimit limit;

  @BeforeAll
  static void releaseTheFirstNight() throws IOException {
    log = UndisturbedNight.get().log();
    warehouse = UndisturbedNight.get().copy(folder.resolve("warehouse"));
    for (StageResult stage : UndisturbedNight.get().result().stages()) {
      STEPS.add(stage.job() + " " + stage.lane().label());
    }
  }

  @AfterEach
  void lift() {
    if (limit != null) {
      limit.close();
      limit = null;
    }
  }

  @Test
  void aFullDiskKeepsTheOldReleaseAndTheNightRunAgainIsTheSame() throws IOException {
    List<String> steps = Faults.many() ? STEPS : List.of("train holdout", "publish serve");
    List<String> failed = new ArrayList<>();
    for (String step : steps) {
      try {
        run(warehouse, SECOND, new LimitFrom(step));
      } catch (Exception e) { // Spark declares none of those it throws.
        failed.add(step);
        assertTrue(FullDisk.said(e).isPresent(), () -> step + ": " + e);
      } finally {
        lift();
      }
      SnapshotStore store = night(warehouse, SECOND).store();
      assertEquals(1, store.releases().all().size(), "after " + step);
      assertEquals(
          List.of(),
          new Verification(store)
              .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
    }
    assertEquals(steps, failed);

    NightResult again = run(warehouse, SECOND, Progress.SILENT);

    assertEquals(2, again.release().number());
    Path undisturbed = UndisturbedNight.get().copy(folder.resolve("undisturbed"));
    run(undisturbed, SECOND, Progress.SILENT);
    assertEquals(
        WarehouseFiles.hashes(undisturbed, SECOND), WarehouseFiles.hashes(warehouse, SECOND));
  }

  /**
   * More and more of a snapshot fits, until all of it does: it is there then, and not before. Of a
   * table without rows and a run of so long a name, each file is larger than the one before.
   */
  @Test
  void noTableIsThereByHalf() {
    TableId id = TableId.of(Table.QUARANTINE, Lane.SERVE);
    TestNight night = night(folder.resolve("table"), FIRST);
    Lineage lineage =
        new Lineage(FIRST, "test", "run ".repeat(150), "code ".repeat(40), "", new TreeMap<>(), "");
    Dataset<Row> rows =
        SharedSpark.session().createDataFrame(List.<Row>of(), Table.QUARANTINE.schema());
    List<String> refusals = new ArrayList<>();
    for (int bytes = 500; night.store().head(id).isEmpty(); bytes += 25) {
      limit = new FileSizeLimit(bytes);
      try {
        night.store().draft(id, lineage).commit(rows);
      } catch (Exception e) { // Spark declares none of those it throws.
        assertTrue(FullDisk.said(e).isPresent(), e.toString());
        assertTrue(night.store().head(id).isEmpty(), e.toString());
        refusals.add(e.getMessage());
      } finally {
        lift();
      }
    }
    String all = String.join("\n", refusals);
    assertTrue(all.matches("(?s).*writing rows.*_manifest[.]json.*_snapshots/1[.]json.*"), all);
    assertEquals(List.of(), night.rows(Table.QUARANTINE, Lane.SERVE));
  }

  @Test
  void foldersThatAreOverwrittenInPlaceAreCaught() {
    SparkSession session = SharedSpark.session();
    Generations released = Generations.released(session, folder.resolve("released"));
    Generations overwritten = Generations.overwritten(session, folder.resolve("overwritten"));
    for (Generations generations : List.of(released, overwritten)) {
      generations.write(1);
      assertEquals(1, generations.read());
      limit = new FileSizeLimit(NEXT_TO_NOTHING);
      assertThrows(Exception.class, () -> generations.write(2));
      lift();
    }
    assertEquals(1, released.read());
    assertThrows(Exception.class, overwritten::read);
  }

  /** Of the file only a part fits: it gets no name. */
  @Test
  void aFileThatIsThereIsWhole() throws IOException {
    Path file = folder.resolve("files/1.json");
    var path = new org.apache.hadoop.fs.Path(file.toUri());
    limit = new FileSizeLimit(10);
    assertThrows(
        IOException.class,
        () -> ExclusiveFile.create(path, "eleven bytes", new Configuration(false)));
    assertFalse(Files.exists(file));
    lift();
    assertTrue(ExclusiveFile.create(path, "eleven bytes", new Configuration(false)));
    assertEquals("eleven bytes", Files.readString(file));
  }

  @Test
  void aRunKeepsItsLockThroughAFullDisk() throws IOException {
    SnapshotStore store = night(folder.resolve("locked"), FIRST).store();
    Path beat = folder.resolve("locked/_lock/1.beat");
    LockConfig config = new LockConfig(0, 1);
    RunLock lock = RunLock.acquire(store, "run", config, message -> {});
    try {
      limit = new FileSizeLimit(0);
      Faults.pause(1_000); // Several beats.
      assertEquals(0, Files.size(beat));
      lift();
      await(() -> Files.size(beat) > 0);
      assertThrows(
          GateRefusal.class, () -> RunLock.acquire(store, "other", config, message -> {}).close());
      assertFalse(Files.exists(beat.resolveSibling("1.free")));
    } finally {
      lock.close();
    }
  }

  private interface Look {
    boolean now() throws IOException;
  }

  private static void await(Look look) throws IOException {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!look.now()) {
      assertTrue(System.nanoTime() < end, "waited in vain");
      Faults.pause(20);
    }
  }

  /** Puts the limit on as a step begins. */
  private record LimitFrom(String step) implements Progress {
    @Override
    public void night(LocalDate date) {}

    @Override
    public void begin(Step begun) {
      if (step.equals(begun.name() + " " + begun.lane())) {
        limit = new FileSizeLimit(NEXT_TO_NOTHING);
      }
    }

    @Override
    public void end(Step ended, boolean resumed, Duration elapsed) {}

    @Override
    public void fail(Step failed) {}
  }

  private static NightResult run(Path warehouse, LocalDate date, Progress progress) {
    return log.run(warehouse.toString(), date, progress);
  }

  private static TestNight night(Path warehouse, LocalDate date) {
    return log.night(warehouse.toString(), date);
  }
}
