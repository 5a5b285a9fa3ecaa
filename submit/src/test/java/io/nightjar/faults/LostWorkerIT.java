package io.nightjar.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nightjar.cluster.Daemon;
import io.nightjar.cluster.NightCommand;
import io.nightjar.cluster.StandaloneCluster;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.WarehouseFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * On a real cluster of two workers, executors and workers are killed while rows are shuffled, while
 * factors are learnt and while lists are written: the night ends well, and its bytes are those of
 * an undisturbed one.
 *
 * <p>An executor is stopped before it is killed, so that others may wait for what it has and find
 * that it is gone. Since the driver may learn of its end before anybody asks, what is shuffled is
 * also lost without it, as by a disk.
 */
@EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
@Execution(ExecutionMode.CONCURRENT)
final class LostWorkerIT {
  private static final LocalDate DATE = ShopLog.LAST_DAY;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int STOPPED_MILLIS = 1_000;

  @TempDir private Path folder;

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aNightOutlivesItsExecutorsAndWorkers() throws IOException {
    UndisturbedNight undisturbed = UndisturbedNight.get();
    Path warehouse = folder.resolve("clustered");
    Path events = Files.createDirectory(folder.resolve("event-log"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    command.addAll(List.of("--conf", "spark.eventLog.compress=false"));
    command.addAll(List.of("--conf", "spark.eventLog.dir=" + events.toUri()));
    // Fetches fail until that is seen in the log, which may be a little later.
    command.addAll(List.of("--conf", "spark.stage.maxConsecutiveAttempts=50"));
    // Two workers of one machine would read each other's files instead of asking for them.
    command.addAll(List.of("--conf", "spark.shuffle.readHostLocalDisk=false"));
    command.addAll(NightCommand.run(undisturbed.log(), DATE, warehouse));
    try (StandaloneCluster cluster =
        new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")), 2)) {
      Daemon night = cluster.submit(command);

      begun(night, "prepare", "serve");
      loseExecutor(cluster, 300);
      begun(night, "train", "holdout");
      loseExecutor(cluster, 700);
      begun(night, "similar", "holdout");
      loseWorker(cluster);
      for (String job : List.of("popular", "recommend", "evaluate")) {
        begun(night, job, "holdout");
        loseExecutor(cluster, 300);
      }
      begun(night, "train", "serve");
      while (!fetchFailed(events)) {
        assertTrue(night.process().isAlive(), night.logged());
        loseShuffled(cluster);
      }
      loseWorker(cluster);
      begun(night, "recommend", "serve");
      Path lists = warehouse.resolve("recommendations/data");
      night.await("lists", () -> holdsFiles(lists));
      loseExecutor(cluster, 0);

      assertEquals(0, night.end(PATIENCE), night.logged());
    }

    assertEquals(
        WarehouseFiles.hashes(undisturbed.warehouse(), DATE),
        WarehouseFiles.hashes(warehouse, DATE));
    SortedMap<String, Integer> ends = taskEnds(events);
    assertTrue(ends.getOrDefault("ExecutorLostFailure", 0) > 0, ends.toString());
    assertTrue(ends.getOrDefault("FetchFailed", 0) > 0, ends.toString());
  }

  /** What is lost was in use: a night that may try nothing again does not end well. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aNightThatTriesNothingAgainIsCaught() throws IOException {
    ShopLog log = UndisturbedNight.get().log();
    Path warehouse = folder.resolve("clustered");
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--conf", "spark.stage.maxConsecutiveAttempts=1"));
    command.addAll(NightCommand.run(log, DATE, warehouse));
    try (StandaloneCluster cluster =
        new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")), 2)) {
      Daemon night = cluster.submit(command);
      begun(night, "train", "holdout");
      while (night.process().isAlive()) {
        loseShuffled(cluster);
      }

      assertTrue(night.end(PATIENCE) != 0, night.logged());
      assertTrue(night.logged().contains("failed the maximum allowable number of times: 1"));
    }
    assertFalse(Files.exists(warehouse.resolve("_releases")), "and nothing was released");
  }

  private static void begun(Daemon night, String job, String lane) {
    Pattern line = Pattern.compile("^ *\\d+/\\d+ +" + job + " +" + lane, Pattern.MULTILINE);
    night.await(job + " " + lane, () -> line.matcher(night.logged()).find());
  }

  /** Kills an executor of the oldest worker, which starts another. */
  private static void loseExecutor(StandaloneCluster cluster, int afterMillis) {
    Faults.pause(afterMillis);
    kill(executors(cluster.liveWorkers().get(0)));
  }

  /** Kills the oldest worker with its executor, and starts another. */
  private static void loseWorker(StandaloneCluster cluster) {
    Daemon worker = cluster.liveWorkers().get(0);
    List<ProcessHandle> executors = executors(worker);
    worker.process().destroyForcibly();
    kill(executors);
    cluster.startWorker();
  }

  /** Takes away what executors have to give to others, while they live. */
  private static void loseShuffled(StandaloneCluster cluster) throws IOException {
    List<Path> shuffled;
    try (Stream<Path> files = Files.walk(cluster.scratch())) {
      shuffled = files.filter(file -> file.toString().endsWith(".index")).toList();
    } catch (UncheckedIOException e) {
      return; // Something goes as it is looked at.
    }
    for (Path file : shuffled) {
      Files.deleteIfExists(file);
    }
  }

  private static List<ProcessHandle> executors(Daemon worker) {
    worker.await("an executor", () -> worker.process().children().findAny().isPresent());
    return worker.process().children().toList();
  }

  private static void kill(List<ProcessHandle> processes) {
    processes.forEach(LostWorkerIT::stop);
    Faults.pause(STOPPED_MILLIS);
    processes.forEach(ProcessHandle::destroyForcibly);
  }

  private static void stop(ProcessHandle process) {
    try {
      new ProcessBuilder("kill", "-STOP", Long.toString(process.pid())).inheritIO().start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean holdsFiles(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.anyMatch(Files::isRegularFile);
    } catch (IOException | UncheckedIOException e) {
      return false; // Not there yet, or something goes as it is looked at.
    }
  }

  /** Whether the log tells of a failed fetch so far; its last line may be there by half. */
  private static boolean fetchFailed(Path log) throws IOException {
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : files.filter(path -> path.toString().contains("events_")).toList()) {
        if (Files.readString(file, ISO_8859_1).contains("\"Reason\":\"FetchFailed\"")) {
          return true;
        }
      }
    }
    return false;
  }

  /** How often tasks ended for which reason. */
  private static SortedMap<String, Integer> taskEnds(Path log) throws IOException {
    SortedMap<String, Integer> ends = new TreeMap<>();
    ObjectMapper json = new ObjectMapper();
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file : files.filter(path -> path.toString().contains("events_")).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (line.contains("SparkListenerTaskEnd")) {
            JsonNode end = json.readTree(line).path("Task End Reason").path("Reason");
            ends.merge(end.asText(), 1, Integer::sum);
          }
        }
      }
    }
    return ends;
  }
}
