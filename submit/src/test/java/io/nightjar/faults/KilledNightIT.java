package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.config.ExpireConfig;
import io.nightjar.night.NightResult;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.Verification;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.run.StageResult;
import io.nightjar.store.Expiry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A night is killed within each of its steps and after it, and each time just run again, by JVMs of
 * another time zone, language, charset and number of threads than the undisturbed night's, and with
 * the Vector API, which that one does without. In any build {@code NightIT} kills a night once.
 */
@EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
@Execution(ExecutionMode.CONCURRENT)
final class KilledNightIT {
  private static final long SEED = 20260106;
  private static final LocalDate DATE = ShopLog.LAST_DAY;

  /** A step takes about so long at first. */
  private static final int LONGEST_MILLIS = 1_500;

  /** No step is so long before it writes something, however busy the machine. */
  private static final int MOST_SECONDS = 120;

  private static final List<String> ELSEWHERE =
      List.of(
          "-Duser.timezone=Pacific/Apia",
          "-Duser.language=tr",
          "-Duser.country=TR",
          "-Dfile.encoding=ISO-8859-1",
          "-Dspark.master=local[1]",
          "-Dspark.sql.shuffle.partitions=3",
          "--add-modules=jdk.incubator.vector");

  @TempDir private static Path folder;
  private static UndisturbedNight undisturbed;
  private static final List<String> STEPS = new ArrayList<>();

  private final Random random = new Random(SEED);
  private int kills;

  /** Steps whose end a child told of. */
  private final Set<String> ended = new LinkedHashSet<>();

  @BeforeAll
  static void nameTheSteps() {
    undisturbed = UndisturbedNight.get();
    undisturbed.result().stages().forEach(stage -> STEPS.add(step(stage)));
    STEPS.add("report serve");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aNightKilledWithinAndAfterItsStepsIsJustRunAgain() throws IOException {
    Path warehouse = folder.resolve("killed");
    for (String step : STEPS) {
      killed(warehouse, step, true);
      killed(warehouse, step, false);
    }
    NightResult last = run(warehouse, false);

    assertEquals(1, last.release().number(), "one night, one release");
    assertEquals(Set.of(), repeated(last), "stages that were repeated though they had ended");
    assertEquals(
        WarehouseFiles.hashes(undisturbed.warehouse(), DATE),
        WarehouseFiles.hashes(warehouse, DATE));
    assertEquals(
        List.of(),
        new Verification(night(warehouse).store())
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
    cleansUp(warehouse);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aNightThatRepeatsItsStagesIsCaught() throws IOException {
    ended.addAll(STEPS);
    Path warehouse = undisturbed.copy(folder.resolve("repeated"));
    assertFalse(repeated(run(warehouse, true)).isEmpty());
  }

  /** What killed runs left goes: what stays is what an undisturbed night leaves. */
  private static void cleansUp(Path warehouse) throws IOException {
    Map<String, String> before = WarehouseFiles.everything(warehouse);
    Expiry.run(night(warehouse).store(), new ExpireConfig(1, 1, 0), false);
    Map<String, String> after = WarehouseFiles.everything(warehouse);
    assertTrue(before.size() > after.size(), "killed runs left something");
    assertEquals(parquet(WarehouseFiles.everything(undisturbed.warehouse())), parquet(after));
    run(warehouse, false);
    assertEquals(after, WarehouseFiles.everything(warehouse), "and nothing that is needed went");
  }

  private static List<String> parquet(Map<String, String> files) {
    return files.entrySet().stream()
        .filter(file -> file.getKey().endsWith(".parquet"))
        .map(Map.Entry::getValue)
        .sorted()
        .toList();
  }

  /** Runs the night in another JVM, and kills it some time after a step began, or as it ends. */
  private void killed(Path warehouse, String step, boolean within) throws IOException {
    try (ChildJvm child =
        new ChildJvm(folder, ELSEWHERE, NightChild.class, undisturbed.log().folder().toString())) {
      child.await("ready");
      child.tell("false %s %s".formatted(DATE, warehouse));
      String moment = within ? "begin " : "end ";
      boolean reached = false;
      for (String line = child.line(); line != null; line = child.line()) {
        assertTrue(reached || line.startsWith(NightChild.STEP), line + " before " + moment + step);
        if (!reached && line.startsWith(NightChild.STEP + moment + step)) {
          reached = true;
          if (within) {
            awaitAFaultyMoment(warehouse);
          }
          child.kill();
        }
        note(line);
      }
      assertTrue(reached, "never got to " + step);
    }
  }

  /** Some time, or until something is being written. */
  private void awaitAFaultyMoment(Path warehouse) {
    if (kills++ % 3 == 2) {
      Faults.pause(random.nextInt(LONGEST_MILLIS));
      return;
    }
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(MOST_SECONDS);
    long before = files(warehouse);
    while (files(warehouse) <= before && System.nanoTime() < end) {
      Faults.pause(1); // A core less for the child would be a slower child.
    }
  }

  private static long files(Path warehouse) {
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files.filter(Files::isRegularFile).count();
    } catch (IOException | UncheckedIOException e) {
      return -1; // Not there yet, or something goes as it is looked at.
    }
  }

  /** Notes the end of a step; one that had ended before must not have been done again. */
  private void note(String line) {
    String[] words = line.split(" ", -1);
    if (line.startsWith(NightChild.STEP + "end ")) {
      String step = words[2] + " " + words[3];
      assertTrue(!ended.contains(step) || words.length > 4 || isLast(step), line);
      ended.add(step);
    }
  }

  private Set<String> repeated(NightResult night) {
    Set<String> repeated = new LinkedHashSet<>();
    for (StageResult stage : night.stages()) {
      String step = step(stage);
      if (ended.contains(step) && !stage.resumed() && !isLast(step)) {
        repeated.add(step);
      }
    }
    return repeated;
  }

  private static String step(StageResult stage) {
    return stage.job() + " " + stage.lane().label();
  }

  /** The release and the report find by themselves that they were made. */
  private static boolean isLast(String step) {
    return STEPS.indexOf(step) >= STEPS.size() - 2;
  }

  private static NightResult run(Path warehouse, boolean again) {
    return ShopLog.run(night(warehouse), DATE, Progress.SILENT, again);
  }

  private static TestNight night(Path warehouse) {
    return undisturbed.log().night(warehouse.toString(), DATE);
  }
}
