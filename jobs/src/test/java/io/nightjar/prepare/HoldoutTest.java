package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HoldoutTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);

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

    Split split = split(events, "evaluate.test-share=0.18");

    assertEquals(19, split.train());
    assertEquals(List.of("u unknown", "w i1"), split.truth());
    assertEquals(List.of("w i1"), split.relevant(), "what nothing is known of cannot be named");
  }

  @Test
  void whatIsHeldOutLeavesNoTraceInWhatIsLearntFrom() {
    List<Row> before =
        List.of(
            event("u", "i1", "view", null, "2026-01-01T00:00:00"),
            event("u", "i2", "like", null, "2026-01-02T00:00:00"),
            event("v", "i1", "view", null, "2026-01-03T00:00:00"));
    List<Row> all = new ArrayList<>(before);
    all.add(event("u", "i1", "like", null, "2026-01-09T00:00:00"));
    all.add(event("v", "i2", "like", null, "2026-01-09T00:00:00"));
    NightjarConfig config =
        Events.config(
            "prepare.events.view={weight: 1, seen: false}", "prepare.events.like.weight=3");
    Column late = col(Columns.DATE).geq(lit("2026-01-09").cast("date"));
    assertEquals(
        Set.copyOf(learntFrom(before, Holdout.none(), config)),
        Set.copyOf(learntFrom(all, new Holdout(late, lit(false), lit(false)), config)));
  }

  private static List<Row> learntFrom(List<Row> log, Holdout holdout, NightjarConfig config) {
    Dataset<Row> users = Events.index(Table.USER_INDEX, "u", "v");
    Dataset<Row> items = Events.index(Table.ITEM_INDEX, "i1", "i2");
    return Interactions.known(
            Interactions.of(Events.log(log), holdout, users, items, config.prepare(), DAY, 2))
        .collectAsList();
  }

  /** Of "new" nothing is learnt, nor of "looker", whose views come late; "idle" wants nothing. */
  @Test
  void usersOfWhomNothingIsLearntAreCounted() {
    List<Row> log =
        List.of(
            event("u", "i1", "view", null, "2026-01-01T00:00:00"),
            event("u", "i2", "view", null, "2026-01-09T00:00:00"),
            event("new", "i1", "view", null, "2026-01-09T00:00:00"),
            event("new", "i2", "view", null, "2026-01-09T00:00:00"),
            event("looker", "i1", "look", null, "2026-01-01T00:00:00"),
            event("looker", "i2", "view", null, "2026-01-09T00:00:00"),
            event("idle", "i1", "look", null, "2026-01-09T00:00:00"));
    NightjarConfig config =
        Events.config("prepare.events.view.weight=1", "prepare.events.look.weight=0");
    Column late = col(Columns.DATE).geq(lit("2026-01-09").cast("date"));
    Dataset<Row> pairs =
        Interactions.of(
            Events.log(log),
            new Holdout(late, lit(false), lit(false)),
            Events.index(Table.USER_INDEX, "u", "new", "looker", "idle"),
            Events.index(Table.ITEM_INDEX, "i1", "i2"),
            config.prepare(),
            DAY,
            2);
    assertEquals(2, Interactions.coldUsers(pairs));
  }

  @Test
  void theLastEventOfEachUserCanBeHeldOut() {
    Split split =
        split(
            List.of(
                event("u", "i1", "view", null, "2026-01-01T00:00:00"),
                event("u", "i2", "view", null, "2026-01-02T00:00:00"),
                event("v", "i2", "view", null, "2026-01-01T00:00:00"),
                event("v", "i1", "view", null, "2026-01-02T00:00:00"),
                event("w", "i1", "view", null, "2026-01-02T00:00:00")),
            "evaluate.split=last");

    assertEquals(3, split.train());
    assertEquals(List.of("u i1", "v i2", "w i1"), split.known());
    assertEquals(List.of("u i2", "v i1"), split.truth());
  }

  @Test
  void theEventsOfSomeTypesCanBeHeldOut() {
    List<Row> log =
        List.of(
            event("u", "i1", "view", null, "2026-01-01T00:00:00"),
            event("v", "i2", "view", null, "2026-01-01T00:00:00"),
            event("v", "i3", "view", null, "2026-01-01T00:00:00"),
            event("u", "i2", "test", null, "2026-01-01T00:00:00"),
            event("u", "unknown", "test", null, "2026-01-01T00:00:00"),
            event("new", "i1", "test", null, "2026-01-01T00:00:00"),
            event("u", "i1", "offer", null, "2026-01-01T00:00:00"),
            event("u", "i3", "offer", null, "2026-01-01T00:00:00"));
    String[] settings = {
      "prepare.events.test.weight=1",
      "prepare.events.offer.weight=1",
      "evaluate.split=given",
      "evaluate.test-events=[test]",
      "evaluate.candidate-events=[offer]"
    };
    Split split = split(log, settings);
    assertEquals(3, split.train());
    assertEquals(List.of("u i1", "v i2", "v i3"), split.known());
    // What is offered is ranked even where it is known, and is never relevant.
    assertEquals(List.of("u i1", "u i2", "u i3", "u unknown"), split.truth());
    // And what is given is taken as it is, but for users of whom nothing is known.
    assertEquals(List.of("u i2", "u unknown"), split.relevant());
  }

  /** A candidate says nothing of what a user did last, nor of when the last events were. */
  @ParameterizedTest
  @ValueSource(strings = {"time", "last"})
  void candidatesDoNotMoveOtherSplits(String kind) {
    List<Row> log = new ArrayList<>();
    for (int day = 1; day <= 5; day++) {
      log.add(event("u", "i" + day, "view", null, "2026-01-0" + day + "T00:00:00"));
      log.add(event("v", "i" + (6 - day), "view", null, "2026-01-0" + day + "T00:00:00"));
    }
    String[] settings = {
      "prepare.events.offer.weight=0",
      "evaluate.split=" + kind,
      "evaluate.test-share=0.2",
      "evaluate.candidate-events=[offer]"
    };
    Split without = split(log, settings);
    assertEquals(List.of("u i5", "v i1"), without.relevant());
    for (int item = 6; item <= 9; item++) {
      log.add(event("u", "i" + item, "offer", null, "2026-01-09T00:00:00"));
    }
    Split with = split(log, settings);
    assertEquals(without.known(), with.known());
    assertEquals(without.relevant(), with.relevant());
  }

  @Test
  void somePairsCanBeDrawn() {
    List<Row> log = new ArrayList<>();
    for (int item = 1; item <= 9; item++) {
      for (String user : List.of("u", "v", "w", "new")) {
        log.add(event(user, "i" + item, "view", null, "2026-01-01T00:00:00"));
        log.add(event(user, "i" + item, "view", null, "2026-01-02T00:00:00"));
      }
    }
    Split split = split(log, "evaluate.split=random", "evaluate.test-share=0.3");
    // All events of a pair share its lot: no pair is both learnt from and looked for.
    assertEquals(36, split.known().size() + split.truth().size());
    assertEquals(2L * split.known().size(), split.train());
    assertEquals(0.3 * 36, split.truth().size(), 6);
    Split again = split(log, "evaluate.split=random", "evaluate.test-share=0.3");
    assertEquals(split, again);
    Split other = split(log, "evaluate.split=random", "evaluate.test-share=0.3", "evaluate.seed=1");
    assertNotEquals(split.truth(), other.truth());
  }

  @Test
  void foldsShareNoPairAndMissNone() {
    List<Row> log = new ArrayList<>();
    List<String> pairs = new ArrayList<>();
    for (int item = 1; item <= 9; item++) {
      for (String user : List.of("u", "v", "w", "new")) {
        log.add(event(user, "i" + item, "view", null, "2026-01-01T00:00:00"));
        pairs.add(user + " i" + item);
      }
    }
    List<String> heldOut = new ArrayList<>();
    for (int fold = 0; fold < 4; fold++) {
      Split split =
          split(log, "evaluate.split=random", "evaluate.test-share=0.25", "evaluate.fold=" + fold);
      assertEquals(36, split.known().size() + split.truth().size());
      heldOut.addAll(split.truth());
    }
    assertEquals(pairs.stream().sorted().toList(), heldOut.stream().sorted().toList());
  }

  /** What is chosen by the validation window must know nothing of the test window. */
  @ParameterizedTest
  @ValueSource(strings = {"time", "last", "random", "given"})
  void theValidationWindowIsThatOfALogWithoutTheTestWindow(String kind) {
    List<Row> log = new ArrayList<>();
    for (int day = 1; day <= 9; day++) {
      for (String user : List.of("u", "v", "w")) {
        int item = 1 + (day * 2 + user.charAt(0)) % 9;
        String type = day == 5 ? "like" : "view";
        log.add(event(user, "i" + item, type, null, "2026-01-0" + day + "T00:00:00"));
      }
    }
    List<String> settings =
        new ArrayList<>(
            List.of(
                "prepare.events.like.weight=2",
                "evaluate.split=" + kind,
                "evaluate.test-share=0.2",
                "evaluate.test-events=" + (kind.equals("given") ? "[like]" : "[]")));
    Split test = split(log, settings.toArray(String[]::new));
    settings.add("evaluate.window=validation");
    Split validation = split(log, settings.toArray(String[]::new));
    assertFalse(test.relevant().isEmpty());
    assertFalse(validation.relevant().isEmpty());
    List<String> seen = new ArrayList<>(validation.known());
    seen.addAll(validation.truth());
    assertTrue(test.known().containsAll(seen), seen + " of " + test.known());
    assertTrue(validation.known().stream().noneMatch(validation.relevant()::contains));
  }

  /** Of users whom nothing is learnt from, each pair is either folded in or looked for. */
  @Test
  void someUsersCanBeHeldOut() {
    Users test = users("evaluate.window=test");
    assertEquals(0.2 * 100, test.foldedIn().size(), 10);
    // A user all of whose pairs are folded in has nothing to be judged by.
    assertTrue(test.foldedIn().containsAll(test.judged()), test.toString());
    assertEquals(1000, test.pairs());
    double share = test.heldOut() / (10.0 * test.foldedIn().size());
    assertEquals(0.25, share, 0.1);
    assertEquals(test, users("evaluate.window=test"));
    Users next = users("evaluate.window=test", "evaluate.fold=1");
    assertTrue(next.foldedIn().stream().noneMatch(test.foldedIn()::contains));
    // What is chosen by the validation window must know nothing of the users of the test window.
    Users validation = users("evaluate.window=validation");
    assertEquals(0.2 * 80, validation.foldedIn().size(), 9);
    assertEquals(10L * (100 - test.foldedIn().size()), validation.pairs());
    assertTrue(validation.foldedIn().stream().noneMatch(test.foldedIn()::contains));
  }

  @Test
  void whatNobodyElseHadIsNotRelevantToAUserWhoIsFoldedIn() {
    List<Row> log = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      for (int item = 0; item < 10; item++) {
        log.add(event("user " + user, "own " + user + item, "view", null, "2026-01-01T00:00:00"));
      }
    }
    Dataset<Row> truth = Interactions.truth(ofUsers(log), false);
    assertTrue(truth.count() > 0);
    assertEquals(0, truth.where(Columns.RELEVANT).count());
  }

  /** Ten items each of a hundred users. */
  private static Users users(String... settings) {
    List<Row> log = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      for (int item = 0; item < 10; item++) {
        log.add(event("user " + user, "i" + item, "view", null, "2026-01-01T00:00:00"));
      }
    }
    Dataset<Row> pairs = ofUsers(log, settings);
    Dataset<Row> known = Interactions.known(pairs);
    Dataset<Row> truth = Interactions.truth(pairs, false);
    assertEquals(0, truth.where(not(col(Columns.RELEVANT))).count());
    return new Users(
        numbers(known.where(not(col(Columns.LEARNT)))),
        numbers(truth),
        truth.count(),
        known.count() + truth.count());
  }

  private static Dataset<Row> ofUsers(List<Row> log, String... settings) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "prepare.events.view.weight=1",
                "evaluate.split=users",
                "evaluate.test-share=0.2",
                "evaluate.fold-in-share=0.75"));
    all.addAll(List.of(settings));
    NightjarConfig config = Events.config(all.toArray(String[]::new));
    Dataset<Row> events = Events.log(log);
    Holdout.Split split = Holdout.split(events, lit(true), config.evaluate());
    return Interactions.of(
        split.events(),
        split.holdout(),
        Events.index(Table.USER_INDEX, ids(events, Columns.USER_ID)),
        Events.index(Table.ITEM_INDEX, ids(events, Columns.ITEM_ID)),
        config.prepare(),
        DAY,
        2);
  }

  private static String[] ids(Dataset<Row> events, String id) {
    return events.select(id).distinct().orderBy(id).collectAsList().stream()
        .map(row -> row.getString(0))
        .toArray(String[]::new);
  }

  private static Set<Integer> numbers(Dataset<Row> pairs) {
    return pairs.collectAsList().stream()
        .map(row -> row.<Integer>getAs(Columns.USER_IX))
        .collect(Collectors.toSet());
  }

  /** Users who are folded in, those with something held out, pairs held out, and all pairs. */
  private record Users(Set<Integer> foldedIn, Set<Integer> judged, long heldOut, long pairs) {}

  @Test
  void aShareOfUsersKeepsAllOfTheirEvents() {
    List<Row> log = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      log.add(event("user " + user, "i1", "view", null, "2026-01-01T00:00:00"));
      log.add(event("user " + user, "i2", "view", null, "2026-01-02T00:00:00"));
    }
    NightjarConfig config =
        Events.config(
            "prepare.events.view.weight=1", "evaluate.split=last", "evaluate.user-share=0.3");
    Dataset<Row> some = Holdout.split(Events.log(log), lit(true), config.evaluate()).events();
    long users = some.select(Columns.USER_ID).distinct().count();
    assertEquals(2 * users, some.count());
    assertTrue(users > 40 && users < 80, users + " of 200");
  }

  @Test
  void ofTwoEventsAtOnceTheOneWithTheLesserValueIsTheLast() {
    List<Row> events =
        List.of(
            event("u", "i1", "view", 5.0, "2026-01-02T00:00:00"),
            event("u", "i1", "view", 3.0, "2026-01-02T00:00:00"));
    NightjarConfig config = Events.config("prepare.events.view.weight=1", "evaluate.split=last");
    for (List<Row> order : List.of(events, List.of(events.get(1), events.get(0)))) {
      List<Row> train = known(Events.log(order), config).collectAsList();
      assertEquals(List.of(5.0), train.stream().map(row -> row.getDouble(3)).toList());
    }
  }

  /** How many events may be learnt from, their pairs, and those that are to be found. */
  private record Split(long train, List<String> known, List<String> truth, List<String> relevant) {}

  private static Split split(List<Row> log, String... settings) {
    List<String> all = new ArrayList<>(List.of("prepare.events.view.weight=1"));
    all.addAll(List.of(settings));
    NightjarConfig config = Events.config(all.toArray(String[]::new));
    Dataset<Row> users = Events.index(Table.USER_INDEX, "u", "v", "w", "new");
    Dataset<Row> items =
        Events.index(
            Table.ITEM_INDEX, "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "unknown");
    Holdout.Split split = Holdout.split(Events.log(log), lit(true), config.evaluate());
    boolean given = config.evaluate().split() == EvaluateConfig.Split.GIVEN;
    Dataset<Row> pairs =
        Interactions.of(split.events(), split.holdout(), users, items, config.prepare(), DAY, 3);
    Map<Integer, String> user = Events.ids(users);
    Map<Integer, String> item = Events.ids(items);
    List<Row> truth = Interactions.truth(pairs, given).collectAsList();
    List<Row> relevant =
        truth.stream().filter(row -> row.<Boolean>getAs(Columns.RELEVANT)).toList();
    return new Split(
        known(Events.log(log), config).count(),
        Events.pairs(Interactions.known(pairs).collectAsList(), user, item),
        Events.pairs(truth, user, item),
        Events.pairs(relevant, user, item));
  }

  private static Dataset<Row> known(Dataset<Row> events, NightjarConfig config) {
    Holdout.Split split = Holdout.split(events, lit(true), config.evaluate());
    return split
        .events()
        .withColumn("held_out", split.holdout().heldOut())
        .where(not(col("held_out")));
  }
}
