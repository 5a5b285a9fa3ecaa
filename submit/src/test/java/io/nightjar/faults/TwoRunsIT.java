package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.Verification;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.store.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two JVMs start a night at once. */
@Execution(ExecutionMode.CONCURRENT)
final class TwoRunsIT {
  private static final LocalDate DATE = ShopLog.LAST_DAY;

  /** A JVM of many nights earns what its second compiler costs. */
  private static final List<String> COMPILER =
      Faults.many() ? List.of("-XX:TieredStopAtLevel=4") : List.of();

  /** So many rounds race through a whole night; each that follows meets in a later step of it. */
  private static final int FROM_THE_START = 3;

  @TempDir private static Path folder;
  private static final List<ChildJvm> RUNNERS = new ArrayList<>();

  @BeforeAll
  static void start() throws IOException {
    ShopLog log = UndisturbedNight.get().log();
    for (int i = 0; i < 2; i++) {
      RUNNERS.add(new ChildJvm(folder, COMPILER, NightChild.class, log.folder().toString()));
    }
    RUNNERS.forEach(runner -> runner.await("ready"));
  }

  @AfterAll
  static void stop() {
    RUNNERS.forEach(ChildJvm::close);
  }

  /** Without the lock: what is published is safe by itself. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void ofTwoRunsOfOneDayOneReleasesAndTheOtherFindsTheSameOrIsRefused() throws IOException {
    Map<String, String> hashes = WarehouseFiles.hashes(UndisturbedNight.get().warehouse(), DATE);

    int rounds = Faults.count(1, 10);
    for (int round = 0; round < rounds; round++) {
      Path warehouse = folder.resolve("same-" + round);
      if (round >= FROM_THE_START) {
        double share = (round - FROM_THE_START + 1.0) / (rounds - FROM_THE_START + 1);
        UndisturbedNight.get().copyOfItsFirstTables(share, warehouse);
      }
      List<String> outcomes = race(false, warehouse, DATE, DATE);

      assertTrue(outcomes.contains("released 1"), outcomes.toString());
      outcomes.forEach(
          outcome ->
              assertTrue(
                  outcome.matches("released 1|refused: .* another run .*"), outcomes.toString()));
      assertEquals(List.of("released 1", "released 1"), race(false, warehouse, DATE, DATE));
      assertEquals(hashes, WarehouseFiles.hashes(warehouse, DATE));
      assertEquals(1, store(warehouse).releases().all().size());
      assertSound(warehouse);
    }
  }

  /** With the lock, as the command line runs them. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  @EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
  void ofTwoRunsOfDifferentDaysBothRelease() throws IOException {
    for (int round = 0; round < 3; round++) {
      Path warehouse = folder.resolve("different-" + round);

      List<String> outcomes =
          race(true, warehouse, DATE, DATE.plusDays(1)).stream().sorted().toList();

      assertEquals(List.of("released 1", "released 2"), outcomes);
      assertSound(warehouse);
    }
  }

  private static List<String> race(boolean locked, Path warehouse, LocalDate... dates) {
    for (int i = 0; i < dates.length; i++) {
      RUNNERS.get(i).tell("%s %s %s".formatted(locked, dates[i], warehouse));
    }
    return RUNNERS.stream().map(NightChild::outcome).toList();
  }

  private static void assertSound(Path warehouse) {
    assertEquals(
        List.of(),
        new Verification(store(warehouse))
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
  }

  private static SnapshotStore store(Path warehouse) {
    return new SnapshotStore(
        SharedSpark.session(),
        warehouse.toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }
}
