package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

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
    assertEquals(List.of("w i1"), split.truth());
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
        Set.copyOf(learntFrom(all, late, config)));
  }

  private static List<Row> learntFrom(List<Row> log, Column heldOut, NightjarConfig config) {
    Dataset<Row> users = Events.index(Table.USER_INDEX, "u", "v");
    Dataset<Row> items = Events.index(Table.ITEM_INDEX, "i1", "i2");
    return Interactions.known(
            Interactions.of(Events.log(log), heldOut, users, items, config.prepare(), DAY, 2))
        .collectAsList();
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
  private record Split(long train, List<String> known, List<String> truth) {}

  private static Split split(List<Row> log, String setting) {
    NightjarConfig config = Events.config("prepare.events.view.weight=1", setting);
    Dataset<Row> users = Events.index(Table.USER_INDEX, "u", "v", "w", "new");
    Dataset<Row> items =
        Events.index(
            Table.ITEM_INDEX, "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "unknown");
    Dataset<Row> events = Events.log(log);
    Dataset<Row> pairs =
        Interactions.of(
            events, Holdout.of(events, config.evaluate()), users, items, config.prepare(), DAY, 3);
    return new Split(
        known(events, config).count(),
        Events.pairs(Interactions.known(pairs), users, items),
        Events.pairs(Interactions.truth(pairs), users, items));
  }

  private static Dataset<Row> known(Dataset<Row> events, NightjarConfig config) {
    return events
        .withColumn("held_out", Holdout.of(events, config.evaluate()))
        .where(not(col("held_out")));
  }
}
