package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

final class InteractionsTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);

  @Test
  void weightsAddUpByTypeValueAndAge() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "view", null, "2026-01-10T23:00:00"),
                event("u", "i", "view", null, "2026-01-05T23:00:00"),
                event("u", "i", "buy", 3.0, "2026-01-10T23:00:00"),
                event("u", "j", "buy", null, "2026-01-10T23:00:00")),
            "prepare.events.view.weight=0.5",
            "prepare.events.buy={weight: 2, transform: linear}",
            "prepare.half-life-days=5");

    // An hour before the end of the day, with a half-life of 120 hours.
    double fresh = Math.pow(2, -1.0 / 120);
    assertEquals(fresh * (0.5 + 0.25 + 6), weight(pairs, "u i"), 1e-5);
    assertEquals(fresh * 2, weight(pairs, "u j"), 1e-5);
  }

  @Test
  void logTransformAndCap() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "play", 9.0, "2026-01-01T00:00:00"),
                event("u", "j", "play", 1e30, "2026-01-01T00:00:00"),
                event("v", "i", "play", -5.0, "2026-01-01T00:00:00")),
            "prepare.events.play={weight: 1, transform: log}",
            "prepare.max-weight=4");

    assertEquals(Math.log(10), weight(pairs, "u i"), 1e-5);
    assertEquals(4, weight(pairs, "u j"), 0);
    assertEquals(0, weight(pairs, "v i"), 0);
  }

  @Test
  void aHugeValueThatDecayedToNothingIsNothing() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "view", 1e308, "1970-01-01T00:00:00"),
                event("u", "j", "view", 1e308, "2026-01-10T23:59:59"),
                event("u", "k", "view", -1e308, "2026-01-10T23:59:59"),
                event("v", "i", "view", 4.9e-324, "2026-01-10T23:59:59")),
            "prepare.events.view={weight: 1e6, transform: linear}",
            "prepare.half-life-days=0.01");

    assertEquals(0, weight(pairs, "u i"), 0);
    assertEquals(50, weight(pairs, "u j"), 0);
    assertEquals(0, weight(pairs, "u k"), 0);
    assertEquals(0, weight(pairs, "v i"), 0);
  }

  @Test
  void aDislikeLowersAndExcludes() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "rating", 5.0, "2026-01-01T00:00:00"),
                event("u", "i", "rating", 1.0, "2026-01-02T00:00:00"),
                event("u", "j", "rating", 1.0, "2026-01-02T00:00:00"),
                event("u", "j", "view", null, "2026-01-02T00:00:00"),
                event("u", "k", "view", null, "2026-01-02T00:00:00")),
            "prepare.events.rating={weight: 1, transform: linear, dislike-below: 3}",
            "prepare.events.view={weight: 1, seen: false}");

    assertEquals(4, weight(pairs, "u i"), 0);
    assertEquals(0, weight(pairs, "u j"), 0);
    assertTrue(seen(pairs, "u j"));
    assertFalse(seen(pairs, "u k"), "views do not count as seen here");
  }

  @Test
  void capsAndMinimumCountsOnlyStopTraining() {
    List<Row> events = new ArrayList<>();
    for (int item = 0; item < 5; item++) {
      events.add(event("u", "i" + item, "view", null, "2026-01-0" + (item + 1) + "T00:00:00"));
    }
    events.add(event("v", "i4", "view", null, "2026-01-01T00:00:00"));
    Map<String, Row> pairs =
        pairs(
            events,
            "prepare.events.view.weight=1",
            "prepare.max-items-per-user=3",
            "prepare.min-users-per-item=2");

    assertEquals(6, pairs.size());
    assertEquals(1, weight(pairs, "v i4"), 0);
    assertEquals(1, weight(pairs, "u i4"), 0);
    assertEquals(0, weight(pairs, "u i0"), 0, "older than the latest three");
    assertEquals(0, weight(pairs, "u i3"), 0, "one user only");
    pairs.keySet().forEach(pair -> assertTrue(seen(pairs, pair), pair));
  }

  @Test
  void oldEventsOutsideTheWindowAreSeenButNotTrainedOn() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "view", null, "2026-01-08T23:59:59"),
                event("u", "j", "view", null, "2026-01-09T00:00:00")),
            "prepare.events.view.weight=1",
            "prepare.window-days=2");

    assertEquals(0, weight(pairs, "u i"), 0);
    assertTrue(seen(pairs, "u i"));
    assertEquals(1, weight(pairs, "u j"), 0);
  }

  @Test
  void afterSeenDaysAnItemIsNotSeenAnyMore() {
    Map<String, Row> pairs =
        pairs(
            List.of(
                event("u", "i", "view", null, "2026-01-08T23:59:59"),
                event("u", "j", "view", null, "2026-01-09T00:00:00"),
                event("u", "k", "rating", 1.0, "2026-01-08T23:59:59")),
            "prepare.events.view.weight=1",
            "prepare.events.rating={weight: 1, dislike-below: 3}",
            "prepare.seen-days=2");

    assertFalse(seen(pairs, "u i"));
    assertEquals(1, weight(pairs, "u i"), 0, "trained on all the same");
    assertTrue(seen(pairs, "u j"));
    assertFalse(seen(pairs, "u k"), "a dislike is forgiven too");
  }

  @Test
  void theNumberOfPartitionsDoesNotMatter() {
    List<Row> events = new ArrayList<>();
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      String user = random.nextBoolean() ? "u" : "v";
      events.add(
          event(
              user,
              "i" + random.nextInt(5),
              "view",
              1.0,
              "2026-01-0" + (1 + random.nextInt(9)) + "T00:00:00"));
    }
    String[] settings = {
      "prepare.events.view.weight=1.7", "prepare.half-life-days=3", "prepare.max-items-per-user=3"
    };
    Map<String, Row> one = pairs(1, events, settings);
    assertEquals(one, pairs(7, events, settings));
    assertEquals(10, one.size());
  }

  private static Map<String, Row> pairs(List<Row> events, String... settings) {
    return pairs(3, events, settings);
  }

  /** Interactions by {@code user item}. */
  private static Map<String, Row> pairs(int partitions, List<Row> events, String... settings) {
    String[] users = {"u", "v"};
    String[] items = {"i", "j", "k", "i0", "i1", "i2", "i3", "i4"};
    Dataset<Row> pairs =
        Interactions.of(
            Events.log(events),
            Holdout.none(),
            Events.index(Table.USER_INDEX, users),
            Events.index(Table.ITEM_INDEX, items),
            Events.config(settings).prepare(),
            DAY,
            partitions);
    return Interactions.known(pairs).collectAsList().stream()
        .collect(
            Collectors.toMap(
                row ->
                    users[row.<Integer>getAs(Columns.USER_IX)]
                        + " "
                        + items[row.<Integer>getAs(Columns.ITEM_IX)],
                row -> row));
  }

  private static float weight(Map<String, Row> pairs, String pair) {
    return pairs.get(pair).<Float>getAs(Columns.WEIGHT);
  }

  private static boolean seen(Map<String, Row> pairs, String pair) {
    return pairs.get(pair).<Boolean>getAs(Columns.SEEN);
  }
}
