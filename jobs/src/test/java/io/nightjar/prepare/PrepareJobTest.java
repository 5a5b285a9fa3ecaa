package io.nightjar.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrepareJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);

  @TempDir Path warehouse;

  @Test
  void weightsAddUpByTypeValueAndAge() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "i", "view", null, "2026-01-10T23:00:00"),
                event("u", "i", "view", null, "2026-01-05T23:00:00"),
                event("u", "i", "buy", 3.0, "2026-01-10T23:00:00"),
                event("u", "j", "buy", null, "2026-01-10T23:00:00")),
            "prepare.events.view.weight=0.5",
            "prepare.events.buy={weight: 2, transform: linear}",
            "prepare.half-life-days=5");
    night.run(new PrepareJob(), Lane.SERVE);

    // An hour before the end of the day, with a half-life of 120 hours.
    double fresh = Math.pow(2, -1.0 / 120);
    assertEquals(fresh * (0.5 + 0.25 + 6), weight(night, "u", "i"), 1e-5);
    assertEquals(fresh * 2, weight(night, "u", "j"), 1e-5);
  }

  @Test
  void logTransformAndCap() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "i", "play", 9.0, "2026-01-01T00:00:00"),
                event("u", "j", "play", 1e30, "2026-01-01T00:00:00"),
                event("v", "i", "play", -5.0, "2026-01-01T00:00:00")),
            "prepare.events.play={weight: 1, transform: log}",
            "prepare.max-weight=4");
    night.run(new PrepareJob(), Lane.SERVE);

    assertEquals(Math.log(10), weight(night, "u", "i"), 1e-5);
    assertEquals(4, weight(night, "u", "j"), 0);
    assertEquals(0, weight(night, "v", "i"), 0);
  }

  @Test
  void aDislikeLowersAndExcludes() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "i", "rating", 5.0, "2026-01-01T00:00:00"),
                event("u", "i", "rating", 1.0, "2026-01-02T00:00:00"),
                event("u", "j", "rating", 1.0, "2026-01-02T00:00:00"),
                event("u", "j", "view", null, "2026-01-02T00:00:00"),
                event("u", "k", "view", null, "2026-01-02T00:00:00")),
            "prepare.events.rating={weight: 1, transform: linear, dislike-below: 3}",
            "prepare.events.view={weight: 1, seen: false}");
    night.run(new PrepareJob(), Lane.SERVE);

    assertEquals(4, weight(night, "u", "i"), 0);
    assertEquals(0, weight(night, "u", "j"), 0);
    assertTrue(seen(night, "u", "j"));
    assertTrue(!seen(night, "u", "k"), "views do not count as seen here");
  }

  @Test
  void capsAndMinimumCountsOnlyStopTraining() {
    List<Row> events = new ArrayList<>();
    for (int item = 0; item < 5; item++) {
      events.add(event("busy", "i" + item, "view", null, "2026-01-0" + (item + 1) + "T00:00:00"));
    }
    events.add(event("other", "i4", "view", null, "2026-01-01T00:00:00"));
    TestNight night =
        night(
            DAY,
            events,
            "prepare.events.view.weight=1",
            "prepare.max-items-per-user=3",
            "prepare.min-users-per-item=2");
    night.run(new PrepareJob(), Lane.SERVE);

    Map<String, Long> counts = night.snapshot(Table.INTERACTIONS, Lane.SERVE).manifest().counts();
    assertEquals(Map.of("pairs", 6L, "seen", 6L, "trained", 2L), counts);
    assertEquals(1, weight(night, "busy", "i4"), 0);
    assertEquals(0, weight(night, "busy", "i0"), 0, "older than the latest three");
    assertEquals(0, weight(night, "busy", "i3"), 0, "one user only");
  }

  @Test
  void oldEventsOutsideTheWindowAreSeenButNotTrainedOn() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "old", "view", null, "2026-01-08T23:59:59"),
                event("u", "new", "view", null, "2026-01-09T00:00:00")),
            "prepare.events.view.weight=1",
            "prepare.window-days=2");
    night.run(new PrepareJob(), Lane.SERVE);

    assertEquals(0, weight(night, "u", "old"), 0);
    assertTrue(seen(night, "u", "old"));
    assertEquals(1, weight(night, "u", "new"), 0);
  }

  @Test
  void numbersAreDenseAndYesterdaysAreKept() {
    TestNight first =
        night(
            DAY,
            List.of(
                event("a", "x", "view", null, "2026-01-01T00:00:00"),
                event("b", "x", "view", null, "2026-01-01T00:00:00")),
            "prepare.events.view.weight=1");
    first.run(new PrepareJob(), Lane.SERVE);
    TestNight second =
        night(
            DAY.plusDays(1),
            List.of(
                event("b", "x", "view", null, "2026-01-01T00:00:00"),
                event("c", "y", "view", null, "2026-01-11T00:00:00"),
                event("0", "y", "view", null, "2026-01-11T00:00:00")),
            "prepare.events.view.weight=1");
    second.run(new PrepareJob(), Lane.SERVE);

    Map<String, Integer> before = index(first, Table.USER_INDEX);
    Map<String, Integer> after = index(second, Table.USER_INDEX);
    assertEquals(2, before.size());
    assertEquals(4, after.size());
    before.forEach((id, ix) -> assertEquals(ix, after.get(id), id));
    assertEquals(List.of(0, 1, 2, 3), after.values().stream().sorted().toList());
  }

  @Test
  void eventsAfterTheLogicalDateAreNotRead() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "i", "view", null, "2026-01-10T23:59:59"),
                event("u", "j", "view", null, "2026-01-11T00:00:00")),
            "prepare.events.view.weight=1");
    night.run(new PrepareJob(), Lane.SERVE);
    assertEquals(1, night.rows(Table.INTERACTIONS, Lane.SERVE).size());

    TestNight early = night(DAY, List.of(), "prepare.events.view.weight=1");
    UserError error = assertThrows(UserError.class, () -> early.run(new PrepareJob(), Lane.SERVE));
    assertTrue(error.getMessage().contains("no events up to 2026-01-10"), error.getMessage());
  }

  @Test
  void theTimeCutHoldsOutTheLastEventsForEverybody() {
    List<Row> events = new ArrayList<>();
    for (int day = 1; day <= 9; day++) {
      for (String user : List.of("u", "v")) {
        events.add(event(user, "i" + day, "view", null, "2026-01-0" + day + "T00:00:00"));
      }
    }
    events.add(event("u", "i3", "view", null, "2026-01-10T00:00:00")); // not new to u
    events.add(event("u", "unknown", "view", null, "2026-01-10T00:00:00")); // not known before
    events.add(event("new", "i1", "view", null, "2026-01-10T00:00:00")); // user not known before
    events.add(event("w", "i9", "view", null, "2026-01-01T00:00:00"));
    events.add(event("w", "i1", "view", null, "2026-01-10T00:00:00")); // counts
    TestNight night =
        night(DAY, events, "prepare.events.view.weight=1", "evaluate.test-share=0.18");
    night.run(new PrepareJob(), Lane.SERVE);
    night.run(new PrepareJob(), Lane.HOLDOUT);

    assertEquals(19, night.snapshot(Table.INTERACTIONS, Lane.HOLDOUT).manifest().rows());
    assertEquals(List.of("w i1"), truth(night));
  }

  @Test
  void theLastEventOfEachUserCanBeHeldOut() {
    TestNight night =
        night(
            DAY,
            List.of(
                event("u", "i", "view", null, "2026-01-01T00:00:00"),
                event("u", "j", "view", null, "2026-01-02T00:00:00"),
                event("v", "j", "view", null, "2026-01-01T00:00:00"),
                event("v", "i", "view", null, "2026-01-02T00:00:00"),
                event("single", "i", "view", null, "2026-01-02T00:00:00")),
            "prepare.events.view.weight=1",
            "evaluate.split=last");
    night.run(new PrepareJob(), Lane.SERVE);
    night.run(new PrepareJob(), Lane.HOLDOUT);

    assertEquals(List.of("u j", "v i"), truth(night));
    assertEquals(3, night.snapshot(Table.INTERACTIONS, Lane.HOLDOUT).manifest().rows());
  }

  private TestNight night(LocalDate date, List<Row> events, String... settings) {
    return new TestNight(warehouse, date, settings)
        .with(Table.EVENTS, Lane.SERVE, events.toArray(new Row[0]))
        .with(Table.ITEMS, Lane.SERVE)
        .with(Table.USERS, Lane.SERVE);
  }

  private static Row event(String user, String item, String type, Double value, String time) {
    LocalDate date = LocalDate.parse(time.substring(0, 10));
    return RowFactory.create(
        user,
        item,
        type,
        value,
        Timestamp.valueOf(time.replace('T', ' ')),
        Map.of(),
        Date.valueOf(date));
  }

  private static float weight(TestNight night, String user, String item) {
    return pair(night, user, item).getFloat(2);
  }

  private static boolean seen(TestNight night, String user, String item) {
    return pair(night, user, item).getBoolean(3);
  }

  private static Row pair(TestNight night, String user, String item) {
    int u = index(night, Table.USER_INDEX).get(user);
    int i = index(night, Table.ITEM_INDEX).get(item);
    return night.rows(Table.INTERACTIONS, Lane.SERVE).stream()
        .filter(row -> row.getInt(0) == u && row.getInt(1) == i)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> truth(TestNight night) {
    Map<Integer, String> users = new HashMap<>();
    index(night, Table.USER_INDEX).forEach((id, ix) -> users.put(ix, id));
    Map<Integer, String> items = new HashMap<>();
    index(night, Table.ITEM_INDEX).forEach((id, ix) -> items.put(ix, id));
    return night.rows(Table.TRUTH, Lane.HOLDOUT).stream()
        .map(row -> users.get(row.getInt(0)) + " " + items.get(row.getInt(1)))
        .sorted()
        .toList();
  }

  private static Map<String, Integer> index(TestNight night, Table table) {
    Map<String, Integer> index = new TreeMap<>();
    night.rows(table, Lane.SERVE).forEach(row -> index.put(row.getString(0), row.getInt(1)));
    return index;
  }
}
