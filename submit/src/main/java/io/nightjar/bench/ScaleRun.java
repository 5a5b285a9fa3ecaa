package io.nightjar.bench;

import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.night.Night;
import io.nightjar.night.NightResult;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.store.SnapshotStore;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Nights of generated logs of growing size: 50 events a user and 500 an item. */
final class ScaleRun {
  private static final int EVENTS_PER_USER = 50;
  private static final int EVENTS_PER_ITEM = 500;
  private static final int DAYS = 28;
  private static final LocalDate START = LocalDate.of(2026, 1, 1);
  private static final long SEED = 42;

  private final SparkSession spark;
  private final BiFunction<String, LocalDate, Log> reader;
  private final Scratch scratch;
  private final Consumer<String> progress;

  /**
   * Nights to come.
   *
   * @param reader the log that lies in a folder, and is read up to a date
   */
  ScaleRun(
      SparkSession spark,
      BiFunction<String, LocalDate, Log> reader,
      Scratch scratch,
      Consumer<String> progress) {
    this.spark = spark;
    this.reader = reader;
    this.scratch = scratch;
    this.progress = progress;
  }

  /** Writes a generated log, and says how to read it. */
  static Log generated(
      SparkSession spark, long events, String folder, BiFunction<String, LocalDate, Log> reader)
      throws IOException {
    LogWriter.write(spark, spec(events), folder);
    return reader.apply(folder, START.plusDays(DAYS - 1));
  }

  static Generator.Spec spec(long events) {
    return new Generator.Spec(
        (int) Math.max(20, events / EVENTS_PER_USER),
        (int) Math.max(20, events / EVENTS_PER_ITEM),
        DAYS,
        events,
        SEED,
        START,
        0,
        Generator.Spec.filesPerDay(events, DAYS));
  }

  /** One night. */
  ScalePoint run(long events) throws IOException {
    String folder = scratch.fresh("scale/log");
    progress.accept("scale  generating %,d events".formatted(events));
    Log log = generated(spark, events, folder, reader);
    String warehouse = scratch.fresh("scale/warehouse");
    SnapshotStore store = new SnapshotStore(spark, warehouse, log.config(warehouse).store());
    Night night =
        new Night(
            spark,
            log.config(warehouse),
            store,
            new StepLines("scale", progress),
            false,
            Overrides.NONE);
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
    long start = System.nanoTime();
    NightResult result = night.run(log.date());
    double seconds = (System.nanoTime() - start) / 1e9;
    Generator.Spec spec = spec(events);
    return new ScalePoint(
        events,
        spec.users(),
        spec.items(),
        seconds,
        stages(result.stages()),
        residentBytes(),
        heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum());
  }

  private static SortedMap<String, Double> stages(List<StageResult> results) {
    SortedMap<String, Double> stages = new TreeMap<>();
    for (StageResult stage : results) {
      String name = "%02d %s %s".formatted(stages.size() + 1, stage.job(), stage.lane());
      stages.put(name, stage.elapsed().toMillis() / 1e3);
    }
    return stages;
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static long residentBytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return 0;
    }
    try (var lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    }
  }
}
