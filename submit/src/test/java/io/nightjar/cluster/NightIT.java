package io.nightjar.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.night.Night;
import io.nightjar.night.NightResult;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.store.SnapshotStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The same input gives the same bytes: again, from other files, in other partitions, on a cluster
 * in another time zone and language, hardened as {@code conf/spark-hardened.conf} says, and after a
 * kill. Each night is held against one that ran undisturbed in this process, without the Vector
 * API; the cluster has it.
 */
@Execution(ExecutionMode.CONCURRENT)
final class NightIT {
  private static final LocalDate DATE = ShopLog.LAST_DAY;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int KILLED = 128 + 9;
  private static final int REFUSED = 4;

  private static final Pattern ALREADY_DONE =
      Pattern.compile("^ *\\d+/\\d+ +(\\w+) +(\\w+) +already done$", Pattern.MULTILINE);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static Path log;

  @BeforeAll
  static void findTheLog() {
    log = UndisturbedNight.get().log().folder();
  }

  private static Path undisturbed() {
    return UndisturbedNight.get().warehouse();
  }

  private static SortedMap<String, String> hashes() throws IOException {
    return WarehouseFiles.hashes(undisturbed(), DATE);
  }

  @Test
  void onTwoWorkersAKilledNightIsFinishedByTheSameCommand() throws Exception {
    Path warehouse = folder.resolve("clustered");
    Path events = Files.createDirectory(folder.resolve("event-log"));
    List<String> command = new ArrayList<>();
    command.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    command.addAll(List.of("--conf", "spark.eventLog.compress=false"));
    command.addAll(List.of("--conf", "spark.eventLog.dir=" + events.toUri()));
    Path hardened = folder.resolve("spark-hardened.conf");
    Files.writeString(
        hardened, Hardened.profile() + Hardened.SECRET_SETTING + " " + Hardened.SECRET);
    command.addAll(NightCommand.run(new ShopLog(log), DATE, warehouse, hardened));

    List<ProcessHandle> started;
    try (StandaloneCluster cluster =
        new StandaloneCluster(
            Files.createDirectory(folder.resolve("cluster")), 2, Hardened.daemons())) {
      Hardened.refusesStrangers(cluster.master());
      Daemon first = cluster.submit(command);
      Path middle = warehouse.resolve("holdout/item_factors/data");
      first.await(middle.toString(), () -> Files.exists(middle));
      first.process().destroyForcibly().waitFor();
      assertEquals(KILLED, first.process().exitValue(), first.logged());
      assertEquals(List.of(), alreadyDone(first.logged()));
      assertFalse(Files.exists(warehouse.resolve("_releases")), "nothing is released by half");

      Daemon again = cluster.submit(command);
      again.await(warehouse.toString(), () -> alreadyDone(again.logged()).size() == 3);
      started = cluster.processes();
      assertTrue(started.size() > 3, "a master, two workers and executors: " + started);
      assertEquals(0, again.end(PATIENCE), again.logged());
      assertEquals(
          List.of("ingest serve", "prepare serve", "prepare holdout"),
          alreadyDone(again.logged()),
          again.logged());
    }

    CompletableFuture.allOf(
            started.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
        .get(60, TimeUnit.SECONDS);
    assertEquals("false", System.getProperty("nightjar.vector"));
    assertEquals(List.of(), executorsWithoutVectors(folder.resolve("cluster")));
    assertEquals(hashes(), WarehouseFiles.hashes(warehouse, DATE));
    assertEquals(released(undisturbed()), released(warehouse));
    Set<String> both = Set.of("0", "1");
    assertEquals(List.of(both, both), executorsThatSucceeded(events));
  }

  /** The executors, by the logs that begin with their command lines, that lack the Vector API. */
  private static List<Path> executorsWithoutVectors(Path cluster) throws IOException {
    try (Stream<Path> files = Files.walk(cluster)) {
      List<Path> logs = files.filter(file -> file.endsWith("stderr")).toList();
      assertTrue(logs.size() >= 2, "executors: " + logs);
      List<Path> without = new ArrayList<>();
      for (Path executor : logs) {
        String command = Files.readAllLines(executor).get(0);
        if (!command.contains("--add-modules=jdk.incubator.vector")
            || command.contains("nightjar.vector=false")) {
          without.add(executor);
        }
      }
      return without;
    }
  }

  @Test
  void otherFilesAndOtherPartitionsGiveTheSameBytes() throws IOException {
    Path shuffled = LogFiles.shuffle(log, folder.resolve("shuffled"));
    SparkSession session = otherPartitions();
    Path other = folder.resolve("other");

    night(session, shuffled, other).run(DATE);

    assertEquals(hashes(), WarehouseFiles.hashes(other, DATE));
  }

  /** Were it not for what a night does about them, these partitions would be in the bytes. */
  @Test
  void aTableAsSparkWritesItIsCaught() throws IOException {
    assertNotEquals(
        plainly(SharedSpark.session(), folder.resolve("plain")),
        plainly(otherPartitions(), folder.resolve("plain-other")));
  }

  private static SparkSession otherPartitions() {
    SparkSession session = SharedSpark.session().newSession();
    session.conf().set("spark.sql.shuffle.partitions", "7");
    session.conf().set("spark.sql.adaptive.enabled", "true");
    session.conf().set("spark.sql.files.maxPartitionBytes", "20000");
    return session;
  }

  /** Writes the events by Spark alone; hashes of the files. */
  private static Set<String> plainly(SparkSession session, Path into) throws IOException {
    session
        .read()
        .option("header", "true")
        .csv(log.resolve("events").toString())
        .write()
        .parquet(into.toString());
    return WarehouseFiles.everything(into).entrySet().stream()
        .filter(file -> file.getKey().startsWith("part-"))
        .map(Map.Entry::getValue)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void runningAgainRepeatsNoStageAndChangesNoFile() throws IOException {
    Path warehouse = UndisturbedNight.get().copy(folder.resolve("again"));
    SortedMap<String, String> before = WarehouseFiles.everything(warehouse);

    NightResult again = night(SharedSpark.session(), log, warehouse).run(DATE);

    assertEquals(before, WarehouseFiles.everything(warehouse));
    assertEquals(
        List.of("publish"),
        again.stages().stream().filter(stage -> !stage.resumed()).map(StageResult::job).toList());
    assertEquals(1, again.release().number());
  }

  @Test
  void aRefusedNightExitsWith4AndChangesNothing() throws IOException {
    Path warehouse = UndisturbedNight.get().copy(folder.resolve("refused-night"));
    SortedMap<String, String> before = WarehouseFiles.everything(warehouse);
    List<String> command = new ArrayList<>(List.of("--master", "local[2]"));
    command.addAll(NightCommand.run(new ShopLog(log), DATE.minusDays(1), warehouse));
    SparkHome home = SparkHome.in(folder.resolve("spark"));

    Daemon night = Daemon.submit("refused", home, folder, command);

    assertEquals(REFUSED, night.end(PATIENCE), night.logged());
    home.remove();
    assertTrue(night.logged().contains("check date_not_older"), night.logged());
    assertFalse(night.logged().contains("\tat "), "no stack trace\n" + night.logged());
    assertEquals(before, WarehouseFiles.everything(warehouse));
  }

  private static Night night(SparkSession session, Path log, Path warehouse) {
    var config = new TestNight(warehouse, DATE, new ShopLog(log).nightSettings()).config();
    var store = new SnapshotStore(session, config.warehouse(), config.store());
    return new Night(session, config, store, Progress.SILENT, false, Overrides.NONE);
  }

  /** Stages that a run did not repeat, as {@code <job> <lane>}. */
  private static List<String> alreadyDone(String output) {
    return ALREADY_DONE.matcher(output).results().map(m -> m.group(1) + " " + m.group(2)).toList();
  }

  /** Per application, the executors that finished a task. */
  private static List<Set<String>> executorsThatSucceeded(Path log) throws IOException {
    SortedMap<String, Set<String>> executors = new TreeMap<>();
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("events_")).toList()) {
        Set<String> found =
            executors.computeIfAbsent(
                file.getParent().getFileName().toString(), name -> new TreeSet<>());
        for (String line : Files.readAllLines(file)) {
          if (line.contains("SparkListenerTaskEnd")) {
            JsonNode event = JSON.readTree(line);
            if (event.path("Task End Reason").path("Reason").asText().equals("Success")) {
              found.add(event.path("Task Info").path("Executor ID").asText());
            }
          }
        }
      }
    }
    return List.copyOf(executors.values());
  }

  /** Content hashes of the tables of the only release, by table. */
  private static SortedMap<String, String> released(Path warehouse) throws IOException {
    assertFalse(Files.exists(warehouse.resolve("_releases/2.json")));
    SortedMap<String, String> tables = new TreeMap<>();
    JSON.readTree(warehouse.resolve("_releases/1.json").toFile())
        .path("tables")
        .properties()
        .forEach(
            table -> tables.put(table.getKey(), table.getValue().path("contentHash").asText()));
    return tables;
  }
}
