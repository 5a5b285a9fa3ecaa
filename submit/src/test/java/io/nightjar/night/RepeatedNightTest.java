package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.ingest.IngestJob;
import io.nightjar.run.StageResult;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Manifest;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same input gives the same bytes, however it comes and however often. */
final class RepeatedNightTest {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 6);
  private static final Generator.Spec SPEC =
      new Generator.Spec(60, 40, 6, 1_500, 7, LocalDate.of(2026, 1, 1), 0, 1);

  @TempDir private static Path folder;
  private static Path log;
  private static Path warehouse;
  private static SortedMap<String, String> hashes;

  @BeforeAll
  static void runTheNight() throws IOException {
    log = folder.resolve("log");
    LogWriter.write(SharedSpark.session(), SPEC, log.toString());
    warehouse = folder.resolve("warehouse");
    night(SharedSpark.session(), log, warehouse).run(DATE);
    hashes = WarehouseFiles.hashes(warehouse, DATE);
  }

  @Test
  void otherFilesAndOtherPartitionsGiveTheSameBytes() throws IOException {
    Path shuffled = shuffle(log, folder.resolve("shuffled"));
    SparkSession session = SharedSpark.session().newSession();
    session.conf().set("spark.sql.shuffle.partitions", "7");
    session.conf().set("spark.sql.adaptive.enabled", "true");
    session.conf().set("spark.sql.files.maxPartitionBytes", "20000");
    Path other = folder.resolve("other");

    night(session, shuffled, other).run(DATE);

    assertEquals(hashes, WarehouseFiles.hashes(other, DATE));
  }

  @Test
  void runningAgainRepeatsNoStageAndChangesNoFile() throws IOException {
    SortedMap<String, String> before = WarehouseFiles.everything(warehouse);

    NightResult again = night(SharedSpark.session(), log, warehouse).run(DATE);

    assertEquals(before, WarehouseFiles.everything(warehouse));
    assertEquals(
        List.of("publish"),
        again.stages().stream().filter(stage -> !stage.resumed()).map(StageResult::job).toList());
    assertEquals(1, again.release().number());
  }

  @Test
  void aFileUnderTwoNamesOnlyAddsDuplicates() throws IOException {
    Path twice = copy(log, folder.resolve("twice"));
    Path day = twice.resolve("events/2026-01-03.csv");
    Files.copy(day, twice.resolve("events/copy.csv"));
    TestNight night =
        new TestNight(folder.resolve("third"), DATE, new ShopLog(twice).nightSettings());

    var counts = events(night.run(new IngestJob(), Lane.SERVE)).counts();
    var once = new TestNight(warehouse, DATE, new ShopLog(log).nightSettings());
    var before = once.snapshot(Table.EVENTS, Lane.SERVE).manifest();

    int lines = Files.readAllLines(day).size() - 1;
    assertTrue(lines > 100, lines + " lines");
    assertEquals(before.counts().get("read") + lines, counts.get("read"));
    assertEquals(before.counts().get("duplicate") + lines, counts.get("duplicate"));
    assertEquals(before.counts().get("accepted"), counts.get("accepted"));
    assertEquals(
        hashes.subMap("events/", "events0"),
        WarehouseFiles.hashes(folder.resolve("third"), TableId.of(Table.EVENTS, Lane.SERVE), DATE));
  }

  private static Manifest events(StageResult ingest) {
    return ingest.outputs().get(Table.EVENTS.tableName()).manifest();
  }

  private static Night night(SparkSession session, Path log, Path warehouse) {
    var config = new TestNight(warehouse, DATE, new ShopLog(log).nightSettings()).config();
    var store = new SnapshotStore(session, config.warehouse(), config.store());
    return new Night(session, config, store, new Silence(), false, false);
  }

  /** The same log: its events in another order in files of other names and sizes. */
  private static Path shuffle(Path log, Path out) throws IOException {
    copy(log, out);
    List<String> lines = new ArrayList<>();
    String header = "";
    for (Path file : files(out.resolve("events"))) {
      List<String> all = Files.readAllLines(file);
      header = all.get(0);
      lines.addAll(all.subList(1, all.size()));
      Files.delete(file);
    }
    Collections.shuffle(lines, new Random(1));
    int[] cuts = {0, 1, lines.size() / 3, lines.size()};
    for (int i = 1; i < cuts.length; i++) {
      List<String> part = new ArrayList<>(List.of(header));
      part.addAll(lines.subList(cuts[i - 1], cuts[i]));
      Files.write(out.resolve("events/part-" + (cuts.length - i) + ".csv"), part);
    }
    return out;
  }

  private static Path copy(Path log, Path out) throws IOException {
    Files.createDirectories(out.resolve("events"));
    for (String name : List.of("items.csv", "users.csv")) {
      Files.copy(log.resolve(name), out.resolve(name));
    }
    for (Path file : files(log.resolve("events"))) {
      Files.copy(file, out.resolve("events").resolve(file.getFileName()));
    }
    return out;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.csv")) {
      found.forEach(files::add);
    }
    return files;
  }

  /** Progress that nobody watches. */
  private static final class Silence implements Progress {
    @Override
    public void night(LocalDate date) {}

    @Override
    public void begin(Step step) {}

    @Override
    public void end(Step step, boolean resumed, Duration elapsed) {}

    @Override
    public void fail(Step step) {}
  }
}
