package io.nightjar.prepare;

import static io.nightjar.prepare.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
        new TestNight(warehouse, DAY, SETTINGS)
            .with(
                Table.EVENTS,
                Lane.SERVE,
                event("u", "i", "view", null, "2026-01-01T00:00:00"),
                event("u", "j", "view", null, "2026-01-10T23:59:59"),
                event("v", "j", "view", null, "2026-01-01T00:00:00"),
                event("v", "k", "look", null, "2026-01-02T00:00:00"),
                event("u", "k", "view", null, "2026-01-11T00:00:00"))
            .with(Table.ITEMS, Lane.SERVE)
            .with(Table.USERS, Lane.SERVE);
    night.run(new PrepareJob(), Lane.SERVE);
    night.run(new PrepareJob(), Lane.HOLDOUT);

    assertEquals(Set.of("u", "v"), ids(night, Table.USER_INDEX));
    assertEquals(Set.of("i", "j", "k"), ids(night, Table.ITEM_INDEX));
    assertEquals(
        Map.of("folded_in", 0L, "pairs", 4L, "seen", 4L, "trained", 3L), counts(night, Lane.SERVE));
    assertEquals(
        Map.of("folded_in", 0L, "pairs", 2L, "seen", 2L, "trained", 2L),
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
    TestNight night =
        new TestNight(warehouse, DAY, SETTINGS)
            .with(Table.EVENTS, Lane.SERVE)
            .with(Table.ITEMS, Lane.SERVE)
            .with(Table.USERS, Lane.SERVE);

    UserError error = assertThrows(UserError.class, () -> night.run(new PrepareJob(), Lane.SERVE));

    assertTrue(error.getMessage().contains("no events up to 2026-01-10"), error.getMessage());
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
