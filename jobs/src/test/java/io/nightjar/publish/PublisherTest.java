package io.nightjar.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.HandNight;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublisherTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
  private static final List<Table> WITHOUT_ROWS =
      List.of(
          Table.EVENTS,
          Table.QUARANTINE,
          Table.ITEMS,
          Table.USERS,
          Table.INTERACTIONS,
          Table.USER_FACTORS,
          Table.ITEM_FACTORS,
          Table.SIMILAR_ITEMS,
          Table.POPULAR_ITEMS);

  /** One night with lists for four users, written once and copied for each test. */
  @TempDir static Path template;

  @TempDir Path folder;
  private HandNight night;

  @BeforeAll
  static void write() {
    HandNight night = new HandNight(template, DAY);
    WITHOUT_ROWS.forEach(table -> night.write(Lane.SERVE, table));
    night.write(
        Lane.SERVE, Table.ITEM_INDEX, RowFactory.create("i0", 0), RowFactory.create("i1", 1));
    users(night, 4);
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> all = Files.walk(template)) {
      for (Path from : all.skip(1).toList()) {
        Files.copy(from, folder.resolve(template.relativize(from)));
      }
    }
    night = new HandNight(folder, DAY);
  }

  @Test
  void aReleaseNamesEveryTableOfTheNight() {
    Releases.Numbered released = publish(night);

    assertEquals(1, released.number());
    Release release = released.release();
    assertEquals(DAY.toString(), release.date());
    assertEquals("run of " + DAY, release.run());
    assertEquals(12, release.tables().size());
    Snapshot lists = night.snapshot(Lane.SERVE, Table.RECOMMENDATIONS);
    assertEquals(
        new Release.Member(lists.sequence(), lists.contentHash()),
        release.tables().get("recommendations"));
    assertEquals(released, publish(night), "a repeated night changes nothing");
  }

  @Test
  void metricsAreReleasedBesideAndMustPassTheGate() {
    night.write(Lane.HOLDOUT, Table.METRICS);
    assertEquals(13, publish(night).release().tables().size(), "no truth, so no gate");
    metrics(0.02, 0.01);
    assertEquals(13, publish(night).release().tables().size());
    metrics(0.01, 0.02);
    refused("ndcg_over_popularity");
  }

  @Test
  void badListsAreRefusedAndNothingIsReleased() {
    night.write(
        Lane.SERVE,
        Table.RECOMMENDATIONS,
        list(0, "i0"),
        list(1, "i0", "i0"),
        list(2, "i0", "i1"),
        list(3, "i0", "i1"));
    String message = refused("short_lists");
    assertTrue(
        message.contains(
            "check short_lists found 0.25 of users (1 of 4), the limit is 0.0"
                + " (publish.max-short-lists)"),
        message);
    assertTrue(
        message.contains("check item_not_repeated found 1 violations, the limit is 0"), message);
    assertTrue(night.context(Lane.SERVE).store().releases().current().isEmpty());
  }

  @Test
  void tooManyUsersMayNotBeLost() {
    publish(night);
    users(night, 3);
    publish(night);
    users(night, 2);
    String message = refused("users_lost");
    assertTrue(message.contains("(1 of 3), the limit is 0.25 (publish.max-users-lost)"), message);
  }

  @Test
  void anOlderNightDoesNotReplaceANewerOneUnlessTold() {
    night.context(Lane.SERVE).store().releases().publish(newer());
    refused("date_not_older");
    assertEquals(2, new Publisher(true).publish(night.context(Lane.SERVE)).number());
  }

  @Test
  void tablesOfDifferentRunsAreNotReleasedTogether() {
    String index = night.snapshot(Lane.SERVE, Table.USER_INDEX).contentHash();
    night.write(Lane.SERVE, Table.USER_FACTORS, Map.of("user_index", index, "not_released", "x"));
    publish(night);

    night.write(Lane.SERVE, Table.USER_FACTORS, Map.of("user_index", "another"));
    String message = assertThrows(UserError.class, () -> publish(night)).getMessage();
    assertTrue(message.contains("user_factors was made from another user_index"), message);
    assertTrue(message.contains("run `job of USER_FACTORS` again"), message);
  }

  @Test
  void aMissingTableIsNamed() {
    HandNight other = new HandNight(folder, DAY.plusDays(1));
    String message = assertThrows(UserError.class, () -> publish(other)).getMessage();
    assertTrue(message.contains("Table events has no snapshot"), message);
  }

  private static Releases.Numbered publish(HandNight night) {
    return new Publisher(false).publish(night.context(Lane.SERVE));
  }

  private String refused(String check) {
    String message = assertThrows(GateRefusal.class, () -> publish(night)).getMessage();
    assertTrue(message.contains("check " + check), message);
    return message;
  }

  /** A release of the night after, with the lists of this one. */
  private Release newer() {
    Snapshot lists = night.snapshot(Lane.SERVE, Table.RECOMMENDATIONS);
    return new Release(
        DAY.plusDays(1).toString(),
        "r",
        "night",
        "2026-01-12T00:00:00Z",
        new TreeMap<>(
            Map.of("recommendations", new Release.Member(lists.sequence(), lists.contentHash()))));
  }

  private static void users(HandNight night, int users) {
    night.write(
        Lane.SERVE,
        Table.USER_INDEX,
        IntStream.range(0, users).mapToObj(u -> RowFactory.create("u" + u, u)).toArray(Row[]::new));
    night.write(
        Lane.SERVE,
        Table.RECOMMENDATIONS,
        IntStream.range(0, users).mapToObj(u -> list(u, "i0", "i1")).toArray(Row[]::new));
  }

  private void metrics(double blend, double popularity) {
    night.write(
        Lane.HOLDOUT,
        Table.METRICS,
        RowFactory.create("blend", "ndcg", 2, blend),
        RowFactory.create("popularity", "ndcg", 2, popularity));
  }

  private static Row list(int user, String... items) {
    return RowFactory.create(
        "u" + user,
        Stream.of(items).map(item -> RowFactory.create(item, 1f, "als", null)).toList());
  }
}
