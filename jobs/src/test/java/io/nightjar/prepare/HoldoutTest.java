package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
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
      List<Row> train = Holdout.split(Events.log(order), config.evaluate()).train().collectAsList();
      assertEquals(List.of(5.0), train.stream().map(row -> row.getDouble(3)).toList());
    }
  }

  /** How many events may be learnt from, and the pairs that are held out. */
  private record Split(long train, List<String> truth) {}

  private static Split split(List<Row> log, String setting) {
    NightjarConfig config = Events.config("prepare.events.view.weight=1", setting);
    Dataset<Row> users = Events.index(Table.USER_INDEX, "u", "v", "w", "new");
    Dataset<Row> items =
        Events.index(
            Table.ITEM_INDEX, "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "unknown");
    Holdout holdout = Holdout.split(Events.log(log), config.evaluate());
    Dataset<Row> interactions =
        Interactions.of(holdout.train(), users, items, config.prepare(), DAY, 3);
    Dataset<Row> truth = holdout.truth(interactions, users, items, config.prepare(), DAY);
    return new Split(holdout.train().count(), Events.pairs(truth, users, items));
  }
}
