package io.nightjar.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nightjar.night.WarehouseFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole nights of the application jar by {@code spark-submit}: on a cluster, killed, and refused,
 * each held against one that ran undisturbed in local mode.
 */
final class NightIT {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 28);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int KILLED = 128 + 9;
  private static final int REFUSED = 4;

  /** So short a life is mostly spent on compiling: the second compiler costs more than it gives. */
  private static final String QUICK_START =
      "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m";

  private static final Pattern ALREADY_DONE =
      Pattern.compile("^ *\\d+/\\d+ +(\\w+) +(\\w+) +already done$", Pattern.MULTILINE);
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;
  private static SparkHome home;
  private static Path undisturbed;
  private static SortedMap<String, String> hashes;

  @BeforeAll
  static void runUndisturbed() throws IOException {
    home = SparkHome.in(folder.resolve("spark"));
    undisturbed = folder.resolve("undisturbed");
    StandaloneCluster.Result result = local("undisturbed", run(DATE, undisturbed)).end(PATIENCE);
    assertEquals(0, result.exitCode(), result.output());
    hashes = WarehouseFiles.hashes(undisturbed, DATE);
  }

  @AfterAll
  static void removeHome() {
    home.remove();
  }

  @Test
  void twoWorkersWriteTheSameBytes() throws IOException {
    Path warehouse = folder.resolve("clustered");
    Path log = Files.createDirectory(folder.resolve("event-log"));
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--conf", "spark.eventLog.enabled=true"));
    words.addAll(List.of("--conf", "spark.eventLog.compress=false"));
    words.addAll(List.of("--conf", "spark.eventLog.dir=" + log.toUri()));
    words.addAll(run(DATE, warehouse));

    StandaloneCluster.Result result;
    try (StandaloneCluster cluster = cluster()) {
      result = cluster.submit(words, PATIENCE);
    }

    assertEquals(0, result.exitCode(), result.output());
    assertEquals(Set.of("0", "1"), executorsThatSucceeded(log));
    assertEquals(hashes, WarehouseFiles.hashes(warehouse, DATE));
    assertEquals(released(undisturbed), released(warehouse));
  }

  @Test
  void aKilledNightIsFinishedByTheSameCommand() throws Exception {
    Path warehouse = folder.resolve("killed");
    List<String> command = run(DATE, warehouse);

    String first = kill(command, "killed-1", warehouse.resolve("interactions/_snapshots/1.json"));
    String second = kill(command, "killed-2", warehouse.resolve("holdout/item_factors/data"));
    assertFalse(Files.exists(warehouse.resolve("_releases")), "nothing is released by half");
    StandaloneCluster.Result last = local("killed-3", command).end(PATIENCE);

    assertEquals(0, last.exitCode(), last.output());
    assertEquals(List.of(), alreadyDone(first));
    assertTrue(alreadyDone(second).contains("ingest serve"), second);
    assertTrue(
        alreadyDone(last.output())
            .containsAll(List.of("ingest serve", "prepare serve", "prepare holdout")),
        last.output());
    assertFalse(alreadyDone(last.output()).contains("train serve"), last.output());
    assertEquals(hashes, WarehouseFiles.hashes(warehouse, DATE));
    assertEquals(released(undisturbed), released(warehouse));
    assertFalse(Files.exists(warehouse.resolve("_releases/2.json")));
  }

  @Test
  void aRefusedNightExitsWith4AndChangesNothing() throws IOException {
    SortedMap<String, String> before = WarehouseFiles.everything(undisturbed);
    List<String> command = new ArrayList<>(run(DATE, undisturbed));
    command.addAll(List.of("--set", "publish.min-ndcg-over-popularity=1000"));

    StandaloneCluster.Result result = local("refused", command).end(PATIENCE);

    assertEquals(REFUSED, result.exitCode(), result.output());
    assertTrue(
        result.output().contains("publish.min-ndcg-over-popularity) times"), result.output());
    assertFalse(result.output().contains("\tat "), "no stack trace\n" + result.output());
    assertEquals(before, WarehouseFiles.everything(undisturbed));
  }

  /** What follows {@code spark-submit --master …} for a small night over the sample data. */
  private static List<String> run(LocalDate date, Path warehouse) {
    Path project = Path.of("..").toAbsolutePath().normalize();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--conf", "spark.ui.enabled=false"));
    words.addAll(List.of("--conf", "spark.sql.shuffle.partitions=4"));
    words.addAll(
        List.of("--properties-file", project.resolve("conf/spark-defaults.conf").toString()));
    words.addAll(
        List.of(
            "--driver-java-options",
            QUICK_START
                + " -Dlog4j2.configurationFile="
                + project.resolve("conf/log4j2.properties").toUri()));
    words.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + QUICK_START));
    words.add(Path.of("target/nightjar.jar").toAbsolutePath().toString());
    words.addAll(List.of("run", "--date", date.toString()));
    words.addAll(List.of("--config", project.resolve("conf/demo.yaml").toString()));
    words.addAll(List.of("--warehouse", warehouse.toString()));
    for (String setting :
        List.of(
            "ingest.folder=" + project.resolve("sample-data"),
            "ingest.events.shop.files.path=events/2026-01-2[5-8].csv",
            "store.rows-per-file=1000",
            "train={rank: 8, iterations: 3, checkpoint-interval: 2}",
            "publish.min-ndcg-over-popularity=0")) {
      words.addAll(List.of("--set", setting));
    }
    return words;
  }

  private static Daemon local(String name, List<String> words) {
    List<String> all = new ArrayList<>(List.of("--master", "local[2]"));
    all.addAll(words);
    return Daemon.submit(name, home, folder, all);
  }

  private static StandaloneCluster cluster() throws IOException {
    return new StandaloneCluster(Files.createDirectory(folder.resolve("cluster")), 2);
  }

  /** Kills a run as soon as a file is there, and gives what it had printed. */
  private static String kill(List<String> words, String name, Path sign)
      throws InterruptedException {
    Daemon run = local(name, words);
    try {
      run.await(sign.toString(), () -> Files.exists(sign));
    } finally {
      run.process().destroyForcibly().waitFor();
    }
    assertEquals(KILLED, run.process().exitValue(), run.logged());
    return run.logged();
  }

  /** Stages that a run did not repeat, as {@code <job> <lane>}. */
  private static List<String> alreadyDone(String output) {
    return ALREADY_DONE.matcher(output).results().map(m -> m.group(1) + " " + m.group(2)).toList();
  }

  private static Set<String> executorsThatSucceeded(Path log) throws IOException {
    Set<String> executors = new HashSet<>();
    try (Stream<Path> files = Files.walk(log)) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().startsWith("events_")).toList()) {
        for (String line : Files.readAllLines(file)) {
          JsonNode event = JSON.readTree(line);
          if (event.path("Event").asText().equals("SparkListenerTaskEnd")
              && event.path("Task End Reason").path("Reason").asText().equals("Success")) {
            executors.add(event.path("Task Info").path("Executor ID").asText());
          }
        }
      }
    }
    return executors;
  }

  private static JsonNode release(Path warehouse) throws IOException {
    return JSON.readTree(warehouse.resolve("_releases/1.json").toFile());
  }

  /** Content hashes of the tables of the only release, by table. */
  private static List<String> released(Path warehouse) throws IOException {
    List<String> tables = new ArrayList<>();
    release(warehouse)
        .path("tables")
        .properties()
        .forEach(
            table ->
                tables.add(table.getKey() + " " + table.getValue().path("contentHash").asText()));
    try (DirectoryStream<Path> releases =
        Files.newDirectoryStream(warehouse.resolve("_releases"), "*.json")) {
      releases.forEach(file -> assertEquals("1.json", file.getFileName().toString()));
    }
    return tables;
  }
}
