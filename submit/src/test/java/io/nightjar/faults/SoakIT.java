package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.config.ExpireConfig;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.Verification;
import io.nightjar.night.WarehouseFiles;
import io.nightjar.store.Expiry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two hundred nights (or {@code -Dnightjar.nights}) of one shop, one after the other, each with a
 * day's file of its own, and what is past its time expired after each: the last takes as many jobs
 * and tasks as the tenth, and leaves as many files, but for one of events a day.
 */
@EnabledIfSystemProperty(named = "nightjar.soak", matches = "true")
final class SoakIT {
  private static final int NIGHTS = Integer.getInteger("nightjar.nights", 200);

  /** From then on there is something to expire each night. */
  private static final int SETTLED = 10;

  private static final LocalDate FIRST = LocalDate.of(2025, 6, 1);

  @TempDir private Path folder;

  /** What a night left and took. */
  private record Night(int events, int others, long jobs, long tasks, long millis) {}

  @Test
  void nightsStayAsCheapAsTheTenth() throws IOException {
    Path log = folder.resolve("log");
    Path warehouse = folder.resolve("warehouse");
    LogWriter.write(
        SharedSpark.session(),
        new Generator.Spec(60, 40, NIGHTS, 8_000, 7, FIRST, 0, 1),
        log.toString());
    Counts counts = new Counts();
    SharedSpark.session().sparkContext().addSparkListener(counts);
    List<Night> nights = new ArrayList<>();
    for (int n = 0; n < NIGHTS; n++) {
      nights.add(night(new ShopLog(log), warehouse, FIRST.plusDays(n), counts));
    }
    SharedSpark.session().sparkContext().removeSparkListener(counts);

    Night early = nights.get(SETTLED);
    Night last = nights.get(NIGHTS - 1);
    System.err.println("soak: " + early + " … " + nights.get(NIGHTS / 2) + " … " + last);
    assertEquals(NIGHTS, last.events(), "one file of events a day");
    for (Night night : nights.subList(SETTLED, NIGHTS)) {
      assertEquals(early.others(), night.others(), "other files");
      assertTrue(night.jobs() <= early.jobs() * 1.1, night + " after " + early);
      assertTrue(night.tasks() <= early.tasks() * 1.1, night + " after " + early);
    }
    TestNight end = new ShopLog(log).night(warehouse.toString(), FIRST.plusDays(NIGHTS - 1));
    assertEquals(NIGHTS, end.store().releases().current().orElseThrow().number());
    assertEquals(
        List.of(),
        new Verification(end.store())
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
  }

  private static Night night(ShopLog log, Path warehouse, LocalDate date, Counts counts)
      throws IOException {
    TestNight night =
        new TestNight(
            warehouse,
            date,
            log.eventSettings(
                "ingest.events.shop.files.path=events/{date}*",
                "ingest.limits.volume-drop=1",
                "train={rank: 4, iterations: 1, start-iterations: 0, blocks: 1}",
                "prepare.window-days=30",
                "prepare.seen-days=30",
                "similarity.blocks=1",
                "recommend={n: 5, candidates: 20, partitions: 1}",
                "evaluate.enabled=false",
                "publish.max-users-lost=1"));
    counts.reset();
    long start = System.nanoTime();
    ShopLog.run(night, date, Progress.SILENT, false);
    long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
    long jobs = counts.jobs.get();
    long tasks = counts.tasks.get();
    Expiry.run(night.store(), new ExpireConfig(3, 3, 0), false);
    List<String> files =
        WarehouseFiles.everything(warehouse).keySet().stream()
            .filter(file -> !file.endsWith(".crc"))
            .toList();
    long events = files.stream().filter(SoakIT::isOfEvents).count();
    return new Night((int) events, files.size() - (int) events, jobs, tasks, millis);
  }

  private static boolean isOfEvents(String file) {
    return file.startsWith("events/") && file.endsWith(".parquet");
  }

  private static final class Counts extends SparkListener {
    private final AtomicLong jobs = new AtomicLong();
    private final AtomicLong tasks = new AtomicLong();

    @Override
    public void onJobStart(SparkListenerJobStart job) {
      jobs.incrementAndGet();
    }

    @Override
    public void onTaskEnd(SparkListenerTaskEnd task) {
      tasks.incrementAndGet();
    }

    private void reset() {
      jobs.set(0);
      tasks.set(0);
    }
  }
}
