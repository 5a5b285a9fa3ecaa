package io.nightjar.report;

import static io.nightjar.report.TestWarehouse.event;
import static io.nightjar.report.TestWarehouse.interaction;
import static io.nightjar.report.TestWarehouse.metric;
import static io.nightjar.report.TestWarehouse.quarantined;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.report.NightReport.Balance;
import io.nightjar.report.NightReport.DayCount;
import io.nightjar.report.NightReport.HistoryBin;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.Quarantined;
import io.nightjar.report.NightReport.SliceValue;
import io.nightjar.report.NightReport.Stage;
import io.nightjar.run.StageResult;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Json;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Snapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportWriterTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 5);
  private static final Map<String, Long> COUNTS =
      Map.ofEntries(
          Map.entry("read", 12L),
          Map.entry("accepted", 6L),
          Map.entry("duplicate", 2L),
          Map.entry("quarantined", 4L),
          Map.entry("quarantined.bad_time", 3L),
          Map.entry("quarantined.missing_item", 1L),
          Map.entry("app.read", 8L),
          Map.entry("app.accepted", 2L),
          Map.entry("app.duplicate", 2L),
          Map.entry("app.quarantined", 4L),
          Map.entry("web.read", 4L),
          Map.entry("web.accepted", 4L),
          Map.entry("web.duplicate", 0L),
          Map.entry("web.quarantined", 0L));

  @TempDir Path folder;
  private TestWarehouse warehouse;

  @BeforeEach
  void open() {
    warehouse = new TestWarehouse(folder);
  }

  @Test
  void aReleasedNightIsReportedInFull() throws Exception {
    warehouse.commit(Table.METRICS, DAY.minusDays(1), Map.of(), metric("blend", "ndcg", 10, 0.25));
    warehouse
        .store
        .releases()
        .publish(new Release("2026-01-04", "r", "night", new TreeMap<>(), "t", new TreeMap<>()));
    Night night =
        night("run-1", Verdict.releasedAs(1, new TreeMap<>()), ingest(), prepare(), evaluate());

    NightReport report = write(night);

    assertEquals(
        List.of(
            new Balance("events", "", 12, 6, 2, 4, 0),
            new Balance("events", "app", 8, 2, 2, 4, 0),
            new Balance("events", "web", 4, 4, 0, 0, 0)),
        report.balances());
    assertEquals(
        List.of(
            new Quarantined("bad_time", 3, "a.csv", "u1,i1,view,noon"),
            new Quarantined("missing_item", 1, "b.csv", "u1,,view,1")),
        report.quarantine());
    assertEquals(
        List.of(
            new DayCount("2026-01-03", "view", 2),
            new DayCount("2026-01-05", "purchase", 1),
            new DayCount("2026-01-05", "view", 2)),
        report.eventsByDay(),
        "the event of 2024 is more than 400 days before the newest");
    assertEquals(
        List.of(new HistoryBin(1, 1, 1), new HistoryBin(2, 3, 2), new HistoryBin(4, 7, 1)),
        report.historyLengths());
    assertEquals(
        List.of(
            new MetricValue("blend", "ndcg", 10, 0.5, 0.25, 0.75, 0.001, null),
            new MetricValue("popularity", "ndcg", 10, 0.125, 0.0625, 0.1875, null, null)),
        report.metrics());
    assertEquals(
        List.of(
            new SliceValue("event:buy", "blend", 10, 0.75, 2),
            new SliceValue("event:view", "blend", 10, 0.25, 3)),
        report.slices());
    assertEquals(new Stage("prepare", "serve", true, 1.5), report.stages().get(1));
    assertEquals(
        List.of("events", "quarantine", "interactions", "metrics", "slices"),
        report.tables().stream().map(t -> t.table()).toList());
    assertEquals(1, report.tables().get(3).rowsBefore());
    assertEquals(1, report.serving());
    assertEquals(report, ReportData.of(night, warehouse.store), "the file holds the whole report");
    assertTrue(
        Files.readString(folder.resolve("reports/2026-01-05/run-1/report.html"))
            .contains("✓ Released as release 1."));
  }

  @Test
  void daysThatTheNightDidNotReadAreNotCounted() throws Exception {
    Verdict released = Verdict.releasedAs(1, new TreeMap<>());
    NightReport report = write(night("run", Optional.of(DAY.minusDays(1)), released, ingest()));
    assertEquals(
        List.of(new DayCount("2026-01-05", "purchase", 1), new DayCount("2026-01-05", "view", 2)),
        report.eventsByDay());
  }

  @Test
  void aNightRefusedEarlyHasAReportToo() throws Exception {
    NightReport report = write(night("run-2", Verdict.refusedBecause("too much <bad> input")));

    assertEquals(Verdict.refusedBecause("too much <bad> input"), report.verdict());
    assertEquals(0, report.serving());
    assertTrue(
        Files.readString(folder.resolve("reports/2026-01-05/run-2/report.html"))
            .contains("too much &lt;bad&gt; input"));
  }

  @Test
  void aRunReportedTwiceHasTheLaterReport() throws Exception {
    write(night("run", Verdict.refusedBecause("first")));
    assertEquals(
        "second", write(night("run", Verdict.refusedBecause("second"))).verdict().refusal());
  }

  @Test
  void aRunNameThatIsNoFolderIsRefused() {
    for (String run : List.of("..", "a/b", "", ".hidden")) {
      UserError error =
          assertThrows(UserError.class, () -> write(night(run, Verdict.refusedBecause("x"))));
      assertTrue(error.getMessage().contains("'" + run + "'"));
    }
    assertFalse(Files.exists(folder.resolve("reports")));
  }

  @Test
  void aVerdictIsOneOfTwo() {
    assertThrows(IllegalArgumentException.class, () -> new Verdict(null, null, new TreeMap<>()));
    assertThrows(IllegalArgumentException.class, () -> new Verdict(1L, "refused", new TreeMap<>()));
  }

  private NightReport write(Night night) throws Exception {
    new ReportWriter(SharedSpark.session(), warehouse.store)
        .write(ReportData.of(night, warehouse.store));
    Path json = folder.resolve("reports/" + DAY + "/" + night.run() + "/report.json");
    return Json.read(Files.readString(json), NightReport.class);
  }

  private StageResult ingest() {
    Row[] events = {
      event("u0", "i0", "view", LocalDate.of(2024, 5, 1)),
      event("u1", "i1", "view", DAY.minusDays(2)),
      event("u2", "i1", "view", DAY.minusDays(2)),
      event("u1", "i2", "view", DAY),
      event("u1", "i2", "purchase", DAY),
      event("u3", "i2", "view", DAY),
    };
    Row[] refused = {
      quarantined("app", "b.csv", "bad_time", "u1,i1,view,later"),
      quarantined("app", "a.csv", "bad_time", "u1,i1,view,noon"),
      quarantined("app", "b.csv", "bad_time", "u1,i1,view,"),
      quarantined("app", "b.csv", "missing_item", "u1,,view,1"),
    };
    return stage(
        "ingest",
        false,
        warehouse.commit(Table.EVENTS, DAY, COUNTS, events),
        warehouse.commit(Table.QUARANTINE, DAY, Map.of(), refused));
  }

  private StageResult prepare() {
    List<Row> rows = new ArrayList<>();
    int[] items = {1, 2, 3, 4};
    for (int user = 0; user < items.length; user++) {
      for (int item = 0; item < items[user]; item++) {
        rows.add(interaction(user, item));
      }
    }
    return stage(
        "prepare",
        true,
        warehouse.commit(Table.INTERACTIONS, DAY, Map.of(), rows.toArray(Row[]::new)));
  }

  private StageResult evaluate() {
    return stage(
        "evaluate",
        false,
        warehouse.commit(
            Table.METRICS,
            DAY,
            Map.of(),
            metric("popularity", "ndcg", 10, 0.125),
            metric("blend", "ndcg", 10, 0.5)),
        warehouse.commit(
            Table.SLICES,
            DAY,
            Map.of(),
            RowFactory.create("event:view", "blend", "ndcg", 10, 0.25, 3L),
            RowFactory.create("event:buy", "blend", "ndcg", 10, 0.75, 2L),
            RowFactory.create("event:buy", "blend", "recall", 10, 1.0, 2L)));
  }

  private static StageResult stage(String job, boolean resumed, Snapshot... outputs) {
    SortedMap<String, Snapshot> byPath = new TreeMap<>();
    for (Snapshot output : outputs) {
      byPath.put(output.id().path(), output);
    }
    return new StageResult(job, Lane.SERVE, resumed, Duration.ofMillis(1_500), byPath);
  }

  private static Night night(String run, Verdict verdict, StageResult... stages) {
    return night(run, Optional.empty(), verdict, stages);
  }

  private static Night night(
      String run, Optional<LocalDate> since, Verdict verdict, StageResult... stages) {
    return new Night(
        run,
        DAY,
        since,
        "c0ffee",
        new TreeMap<>(Map.of("train.seed", 42L)),
        verdict,
        Instant.parse("2026-01-06T02:00:00Z"),
        Duration.ofSeconds(90),
        List.of(stages));
  }
}
