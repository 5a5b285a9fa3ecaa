package io.nightjar.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.night.NightResult;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.UndisturbedNight;
import io.nightjar.night.Verification;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.store.ExclusiveFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.MiniDFSCluster;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A warehouse on HDFS, of three DataNodes and two replicas of each block. */
@Execution(ExecutionMode.CONCURRENT)
final class HdfsIT {
  private static final LocalDate DATE = ShopLog.LAST_DAY;
  private static final List<String> CLIENT =
      Stream.concat(Stream.of("-Dspark.hadoop.dfs.replication=2"), HdfsClients.options().stream())
          .toList();
  private static final int RACERS = 4;
  private static final int RACES = 200;

  @TempDir private static java.nio.file.Path folder;
  private static ShopLog log;
  private static MiniDFSCluster hdfs;

  @BeforeAll
  static void start() throws IOException {
    log = UndisturbedNight.get().log();
    Configuration conf = new Configuration();
    HdfsClients.askSoon(conf);
    conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.resolve("hdfs").toString());
    conf.setInt("dfs.replication", 2);
    conf.setInt("dfs.heartbeat.interval", 1);
    conf.setInt("dfs.namenode.heartbeat.recheck-interval", 1_000);
    // Or each block is offered to the lost DataNode for another ten seconds.
    conf.setInt("dfs.namenode.stale.datanode.interval", 3_000);
    conf.setBoolean("dfs.namenode.avoid.write.stale.datanode", true);
    hdfs = new MiniDFSCluster.Builder(conf).numDataNodes(3).build();
    hdfs.waitActive();
    // The writer decides of replicas: by what it was told before its first look at this HDFS.
    SharedSpark.session().sparkContext().hadoopConfiguration().setInt("dfs.replication", 2);
  }

  @AfterAll
  static void stop() {
    SharedSpark.session().sparkContext().hadoopConfiguration().unset("dfs.replication");
    hdfs.shutdown(true);
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void aNightOutlivesDataNodesLostDuringTheRunAndThePublish() throws IOException {
    LosingDataNodes losses =
        new LosingDataNodes("train holdout", "recommend serve", "publish serve");
    NightResult night = log.run(hdfs.getURI() + "/lossy", DATE, losses);
    restart(losses.lost);

    assertTrue(losses.steps.isEmpty(), "not reached: " + losses.steps);
    assertEquals(1, night.release().number());
    java.nio.file.Path copy = folder.resolve("copy");
    Path warehouse = new Path(hdfs.getURI() + "/lossy");
    hdfs.getFileSystem().copyToLocalFile(warehouse, new Path(copy.toUri()));
    assertEquals(
        WarehouseFiles.hashes(UndisturbedNight.get().warehouse(), DATE),
        WarehouseFiles.hashes(copy, DATE));
    assertEquals(List.of(), damages(warehouse.toString()));
    Path release = new Path(warehouse, "_releases/1.json");
    assertEquals(2, hdfs.getFileSystem().getFileStatus(release).getReplication());
    missesBlocksWithoutAReplica(warehouse.toString());
  }

  /** Both replicas of some blocks are lost at once: what reads nights says so. */
  private static void missesBlocksWithoutAReplica(String warehouse) throws IOException {
    DataNodeProperties first = hdfs.stopDataNode(0);
    DataNodeProperties second = hdfs.stopDataNode(0);
    try {
      assertFalse(damages(warehouse).isEmpty(), "no block was on these two DataNodes alone");
    } finally {
      restart(first);
      restart(second);
    }
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void ofManyWhoCreateTheSameFileOneDoes() throws Exception {
    Configuration conf = hdfs.getFileSystem().getConf();
    Path folder = new Path(hdfs.getURI() + "/races");
    for (List<String> winners :
        races(RACES, folder, (file, content) -> ExclusiveFile.create(file, content, conf))) {
      assertEquals(1, winners.size(), winners.toString());
    }
    assertEquals(RACES, hdfs.getFileSystem().listStatus(folder).length, "nothing is left");
  }

  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void whoLooksFirstAndThenCreatesIsCaught() throws Exception {
    CyclicBarrier looked = new CyclicBarrier(RACERS);
    for (List<String> winners :
        races(
            10,
            new Path(hdfs.getURI() + "/looked-first"),
            (file, content) -> createdIfNotThere(file, content, looked))) {
      assertEquals(RACERS, winners.size(), winners.toString());
    }
  }

  private interface Creation {
    boolean create(Path file, String content) throws Exception;
  }

  /** What a committer does without exclusive creation, where all look before one creates. */
  private static boolean createdIfNotThere(Path file, String content, CyclicBarrier looked)
      throws Exception {
    FileSystem system = hdfs.getFileSystem();
    boolean free = !system.exists(file);
    looked.await();
    synchronized (looked) {
      try (var out = system.create(file, true)) {
        out.write(content.getBytes(UTF_8));
      }
    }
    return free;
  }

  /** Has many create a file at once, many times; who says to have done it, of each. */
  private static List<List<String>> races(int count, Path folder, Creation creation)
      throws Exception {
    ExecutorService racers = Executors.newFixedThreadPool(RACERS);
    CyclicBarrier start = new CyclicBarrier(RACERS);
    List<List<String>> races = new ArrayList<>();
    try {
      for (int race = 0; race < count; race++) {
        Path file = new Path(folder, race + ".json");
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int racer = 0; racer < RACERS; racer++) {
          String content = "racer " + racer;
          all.add(
              () -> {
                start.await();
                return creation.create(file, content);
              });
        }
        List<String> winners = new ArrayList<>();
        int racer = 0;
        for (Future<Boolean> won : racers.invokeAll(all)) {
          if (won.get()) {
            winners.add("racer " + racer);
          }
          racer++;
        }
        if (winners.size() == 1) {
          try (var in = hdfs.getFileSystem().open(file)) {
            assertEquals(winners, List.of(new String(in.readAllBytes(), UTF_8)));
          }
        }
        races.add(winners);
      }
    } finally {
      racers.shutdownNow();
    }
    return races;
  }

  /** The promise of two runs, whose store is on HDFS: as in {@code TwoRunsIT}. */
  @Test
  @Execution(ExecutionMode.SAME_THREAD)
  void ofTwoRunsOfOneDayOneReleasesAndTheOtherFindsTheSameOrIsRefused() throws IOException {
    List<ChildJvm> runners = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        runners.add(new ChildJvm(folder, CLIENT, NightChild.class, log.folder().toString()));
      }
      runners.forEach(runner -> runner.await("ready"));
      for (int round = 0; round < 2; round++) {
        String warehouse = hdfs.getURI() + "/race-" + round;
        runners.forEach(runner -> runner.tell("false %s %s".formatted(DATE, warehouse)));
        List<String> outcomes = runners.stream().map(NightChild::outcome).toList();
        assertTrue(outcomes.contains("released 1"), outcomes.toString());
        outcomes.forEach(
            outcome ->
                assertTrue(
                    outcome.matches("released 1|refused: .* another run .*"), outcomes.toString()));
        assertEquals(List.of(), damages(warehouse));
      }
    } finally {
      runners.forEach(ChildJvm::close);
    }
  }

  private static List<String> damages(String warehouse) {
    return new Verification(log.night(warehouse, DATE).store())
        .ofAll().stream().flatMap(found -> found.damages().stream()).toList();
  }

  private static void restart(DataNodeProperties lost) throws IOException {
    hdfs.restartDataNode(lost, true);
    hdfs.waitActive();
  }

  /**
   * Stops the DataNode that comes next as each of the steps begins; the one before is back then.
   */
  private static final class LosingDataNodes implements Progress {
    private final Deque<String> steps;
    private DataNodeProperties lost;

    LosingDataNodes(String... steps) {
      this.steps = new ArrayDeque<>(List.of(steps));
    }

    @Override
    public void night(LocalDate date) {}

    @Override
    public void begin(Step step) {
      if (!(step.name() + " " + step.lane()).equals(steps.peek())) {
        return;
      }
      steps.remove();
      try {
        if (lost != null) {
          restart(lost);
        }
        // The oldest: one that came back is the last of the list.
        lost = hdfs.stopDataNode(0);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void end(Step step, boolean resumed, Duration elapsed) {}

    @Override
    public void fail(Step step) {}
  }
}
