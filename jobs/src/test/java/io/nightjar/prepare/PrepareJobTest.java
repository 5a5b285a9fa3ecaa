package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Merge;
import io.nightjar.store.Snapshot;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PrepareJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
  private static final String[] SETTINGS = {
    "prepare.events.view.weight=1", "prepare.events.look.weight=0", "evaluate.split=last"
  };

  @TempDir Path warehouse;

  @Test
  void bothLanesShareTheNumbersAndReadNothingAfterTheLogicalDate() {
    TestNight night =
        night(DAY, SETTINGS)
            .with(
                Table.EVENTS,
                Lane.SERVE,
                event("u", "i", "view", null, "2026-01-01T00:00:00"),
                event("u", "j", "view", null, "2026-01-10T23:59:59"),
                event("v", "j", "view", null, "2026-01-01T00:00:00"),
                event("v", "k", "look", null, "2026-01-02T00:00:00"),
                event("u", "k", "view", null, "2026-01-11T00:00:00"));
    night.run(new PrepareJob(), Lane.SERVE);
    night.run(new PrepareJob(), Lane.HOLDOUT);

    assertEquals(Set.of("u", "v"), ids(night, Table.USER_INDEX));
    assertEquals(Set.of("i", "j", "k"), ids(night, Table.ITEM_INDEX));
    assertEquals(
        Map.of("events", 4L, "folded_in", 0L, "pairs", 4L, "seen", 4L, "trained", 3L),
        counts(night, Lane.SERVE));
    assertEquals(
        Map.of("events", 4L, "folded_in", 0L, "pairs", 2L, "seen", 2L, "trained", 2L),
        counts(night, Lane.HOLDOUT));
    assertEquals(
        List.of("u j"),
        Events.pairs(
            night.store().read(night.snapshot(Table.TRUTH, Lane.HOLDOUT)),
            night.store().read(night.snapshot(Table.USER_INDEX, Lane.SERVE)),
            night.store().read(night.snapshot(Table.ITEM_INDEX, Lane.SERVE))));
  }

  @Test
  void aLogWithoutEventsIsAnError() {
    TestNight night = night(DAY, SETTINGS).with(Table.EVENTS, Lane.SERVE);

    UserError error = assertThrows(UserError.class, () -> night.run(new PrepareJob(), Lane.SERVE));

    assertTrue(error.getMessage().contains("no events up to 2026-01-10"), error.getMessage());
  }

  @Test
  void whatIsOlderThanBothWindowsIsNotRead() throws IOException {
    String[] settings = {
      "prepare.events.view.weight=1", "prepare.window-days=2", "prepare.seen-days=3"
    };
    TestNight first =
        night(DAY, settings)
            .with(
                Table.EVENTS,
                Lane.SERVE,
                event("u", "old", "view", null, "2026-01-02T00:00:00"),
                event("u", "i", "view", null, "2026-01-09T00:00:00"));
    first.run(new PrepareJob(), Lane.SERVE);
    Snapshot events = first.snapshot(Table.EVENTS, Lane.SERVE);
    TestNight second = night(DAY.plusDays(1), settings);
    add(
        second,
        events,
        event("v", "late", "view", null, "2026-01-03T00:00:00"),
        event("u", "j", "view", null, "2026-01-11T00:00:00"));
    for (DataFile file : events.manifest().files()) {
      if (file.partition().equals("2026-01-02")) {
        Files.delete(warehouse.resolve("events/data").resolve(file.path()));
      }
    }
    second.run(new PrepareJob(), Lane.SERVE);

    assertEquals(Set.of("u"), ids(first, Table.USER_INDEX));
    assertEquals(Set.of("i", "old"), ids(first, Table.ITEM_INDEX));
    assertEquals(1L, counts(first, Lane.SERVE).get("pairs"));
    assertEquals(Set.of("u", "v"), ids(second, Table.USER_INDEX), "an old day got a late event");
    assertEquals(Set.of("i", "old", "late", "j"), ids(second, Table.ITEM_INDEX));
    assertEquals(
        List.of("u i", "u j"),
        Events.pairs(
            second.store().read(second.snapshot(Table.INTERACTIONS, Lane.SERVE)),
            second.store().read(second.snapshot(Table.USER_INDEX, Lane.SERVE)),
            second.store().read(second.snapshot(Table.ITEM_INDEX, Lane.SERVE))));
  }

  @Test
  void anIndexOfOtherEventsThanThoseThatAreThereIsExtendedByAll() {
    TestNight first =
        night(DAY, SETTINGS)
            .with(Table.EVENTS, Lane.SERVE, event("u", "i", "view", null, "2026-01-09T00:00:00"));
    first.run(new PrepareJob(), Lane.SERVE);
    // As if the job had been killed before it wrote an index of these.
    first.with(
        Table.EVENTS,
        Lane.SERVE,
        event("u", "i", "view", null, "2026-01-09T00:00:00"),
        event("w", "i", "view", null, "2026-01-09T00:00:00"));
    TestNight second = night(DAY.plusDays(1), SETTINGS);
    add(
        second,
        first.snapshot(Table.EVENTS, Lane.SERVE),
        event("v", "i", "view", null, "2026-01-11T00:00:00"));
    second.run(new PrepareJob(), Lane.SERVE);

    assertEquals(Set.of("u", "v", "w"), ids(second, Table.USER_INDEX));
  }

  @Test
  void theShareHeldOutByTimeIsOneOfWhatIsRecentEnoughToLearnFrom() {
    List<Row> log = new ArrayList<>();
    for (int day = 1; day <= 10; day++) {
      for (int item = 0; item < 10; item++) {
        log.add(event("u", day + "-" + item, "view", null, "2026-01-%02dT00:00:00".formatted(day)));
      }
    }
    TestNight night =
        night(
                DAY,
                "prepare.events.view.weight=1",
                "prepare.window-days=2",
                "evaluate.test-share=0.5")
            .with(Table.EVENTS, Lane.SERVE, log.toArray(Row[]::new));
    night.run(new PrepareJob(), Lane.SERVE);
    night.run(new PrepareJob(), Lane.HOLDOUT);

    // Of the ten days half would be held out, and no day of the window left.
    assertEquals(10L, counts(night, Lane.HOLDOUT).get("trained"));
    assertEquals(90L, counts(night, Lane.HOLDOUT).get("pairs"));
  }

  /** A night without catalogues. */
  private TestNight night(LocalDate date, String... settings) {
    return new TestNight(warehouse, date, settings)
        .with(Table.ITEMS, Lane.SERVE)
        .with(Table.USERS, Lane.SERVE);
  }

  /** Adds events of days without any to those of an earlier night. */
  private static void add(TestNight night, Snapshot before, Row... events) {
    Map<String, Long> days =
        Arrays.stream(events)
            .collect(Collectors.groupingBy(e -> e.getDate(6).toString(), Collectors.counting()));
    Lineage lineage = new Lineage(night.date(), "test", "test", "0", "", new TreeMap<>(), "");
    night
        .store()
        .draft(TableId.of(Table.EVENTS, Lane.SERVE), lineage)
        .merge(
            Events.log(List.of(events)),
            new Merge(before.manifest().files(), days, rows -> rows, Map::of));
  }

  private static Set<String> ids(TestNight night, Table index) {
    Set<String> ids = new HashSet<>();
    for (Row row : night.rows(index, Lane.SERVE)) {
      ids.add(row.getString(0));
    }
    return ids;
  }

  private static Map<String, Long> counts(TestNight night, Lane lane) {
    return night.snapshot(Table.INTERACTIONS, lane).manifest().counts();
  }
}
