package io.nightjar.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.run.Gate;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.JobContext;
import io.nightjar.run.Overrides;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.Snapshot;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
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
  private TestNight night;

  @BeforeAll
  static void write() {
    TestNight night = night(template);
    WITHOUT_ROWS.forEach(table -> night.with(table, Lane.SERVE));
    night.with(
        Table.ITEM_INDEX, Lane.SERVE, RowFactory.create("i0", 0), RowFactory.create("i1", 1));
    users(night, 4);
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> all = Files.walk(template)) {
      for (Path from : all.skip(1).toList()) {
        Files.copy(from, folder.resolve(template.relativize(from)));
      }
    }
    night = night(folder);
  }

  @Test
  void aReleaseNamesEveryTableOfTheNight() {
    Releases.Numbered released = publish(night);

    assertEquals(1, released.number());
    Release release = released.release();
    assertEquals(DAY.toString(), release.date());
    assertEquals("run of " + DAY, release.run());
    assertEquals(12, release.tables().size());
    Snapshot lists = night.snapshot(Table.RECOMMENDATIONS, Lane.SERVE);
    assertEquals(
        new Release.Member(lists.sequence(), lists.contentHash()),
        release.tables().get("recommendations"));
    assertEquals(released, publish(night), "a repeated night changes nothing");
  }

  @Test
  void metricsAreReleasedBesideAndMustPassTheGate() {
    night.with(Table.METRICS, Lane.HOLDOUT);
    assertEquals(13, publish(night).release().tables().size(), "no truth, so no gate");
    metrics(0.02, 0.01);
    assertEquals(13, publish(night).release().tables().size());
    metrics(0.01, 0.02);
    refused("ndcg_over_popularity");
  }

  @Test
  void badListsAreRefusedAndNothingIsReleased() {
    night.with(
        Table.RECOMMENDATIONS,
        Lane.SERVE,
        list(0, "i0"),
        list(1, "i0", "i0"),
        list(2, "i0", "i1"),
        list(3, "i0", "i1"));
    String message = refused("item_not_repeated");
    assertTrue(
        message.contains("check item_not_repeated found 1 violations, the limit is 0"), message);
    assertTrue(night.store().releases().current().isEmpty());
  }

  @Test
  void tooManyShortListsAreRefusedUnlessOverridden() {
    night.with(
        Table.RECOMMENDATIONS,
        Lane.SERVE,
        list(0, "i0"),
        list(1, "i0", "i1"),
        list(2, "i0", "i1"),
        list(3, "i0", "i1"));
    assertEquals(
        "Cannot release 2026-01-10: check short_lists found 0.25 of users (1 of 4), the limit is 0.0"
            + " (publish.max-short-lists); --despite short_lists=REASON lets it pass all the same",
        refused("short_lists"));
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
  void whatAnOperatorKnowsBetterIsReleasedWithTheReason() {
    publish(night);
    users(night, 2);
    Overrides users = new Overrides(false, Map.of(Gate.USERS_LOST, "a test tenant is gone"));
    Overrides other = new Overrides(false, Map.of(Gate.SHORT_LISTS, "as agreed"));

    assertThrows(
        GateRefusal.class, () -> new Publisher().publish(context(night, DAY, other)), "another");
    Release release = new Publisher().publish(context(night, DAY, users)).release();

    assertEquals(Map.of("users_lost", "a test tenant is gone"), release.overrides());
    assertThrows(UserError.class, () -> new Overrides(false, Map.of(Gate.USERS_LOST, " ")));
  }

  @Test
  void aGateOverriddenWhenTablesWereMadeIsTold() {
    night
        .store()
        .draft(TableId.of(Table.EVENTS, Lane.SERVE), lineage(Map.of()))
        .despite(new TreeMap<>(Map.of("volume_drop", "a holiday")))
        .count("read", 1)
        .commit(SharedSpark.session().createDataFrame(List.of(), Table.EVENTS.schema()));

    assertEquals(Map.of("volume_drop", "a holiday"), publish(night).release().overrides());
  }

  @Test
  void whatAListMustNeverHoldIsNotOverridden() {
    night.with(Table.RECOMMENDATIONS, Lane.SERVE, list(0, "i0", "i0"), list(1), list(2), list(3));
    SortedMap<Gate, String> all = new TreeMap<>();
    for (Gate gate : Gate.values()) {
      all.put(gate, "never mind");
    }
    String message =
        assertThrows(
                GateRefusal.class,
                () -> new Publisher().publish(context(night, DAY, new Overrides(true, all))))
            .getMessage();
    assertTrue(message.contains("check item_not_repeated found 1 violations"), message);
  }

  @Test
  void anOlderNightDoesNotReplaceANewerOneUnlessTold() {
    night.store().releases().publish(newer());
    refused("date_not_older");
    assertEquals(
        2, new Publisher().publish(context(night, DAY, new Overrides(true, Map.of()))).number());
  }

  @Test
  void tablesOfDifferentRunsAreNotReleasedTogether() {
    String index = night.snapshot(Table.USER_INDEX, Lane.SERVE).contentHash();
    factorsMadeFrom(Map.of("user_index", index, "not_released", "x"));
    publish(night);
    factorsMadeFrom(Map.of("user_index", "another"));
    String message = assertThrows(UserError.class, () -> publish(night)).getMessage();
    assertTrue(message.contains("user_factors was made from another user_index"), message);
    assertTrue(message.contains("run `test` again"), message);
  }

  @Test
  void aMissingTableIsNamed() {
    JobContext other = context(night, DAY.plusDays(1));
    String message =
        assertThrows(UserError.class, () -> new Publisher().publish(other)).getMessage();
    assertTrue(message.contains("Table events has no snapshot"), message);
  }

  private static Releases.Numbered publish(TestNight night) {
    return new Publisher().publish(context(night, DAY));
  }

  private static TestNight night(Path warehouse) {
    return new TestNight(
        warehouse, DAY, "recommend.n=2", "evaluate.k=[2,3]", "publish.max-users-lost=0.25");
  }

  private static JobContext context(TestNight night, LocalDate date) {
    return context(night, date, Overrides.NONE);
  }

  private static JobContext context(TestNight night, LocalDate date, Overrides overrides) {
    return new JobContext(
        SharedSpark.session(),
        night.config(),
        night.store(),
        date,
        Lane.SERVE,
        lineage(Map.of()),
        overrides);
  }

  private static Lineage lineage(Map<String, String> inputs) {
    return new Lineage(DAY, "test", "run of " + DAY, "0", "", new TreeMap<>(inputs), "");
  }

  private void factorsMadeFrom(Map<String, String> inputs) {
    StructType columns = Table.USER_FACTORS.schema();
    night
        .store()
        .draft(TableId.of(Table.USER_FACTORS, Lane.SERVE), lineage(inputs))
        .commit(SharedSpark.session().createDataFrame(List.of(), columns));
  }

  private String refused(String check) {
    String message = assertThrows(GateRefusal.class, () -> publish(night)).getMessage();
    assertTrue(message.contains("check " + check), message);
    return message;
  }

  /** A release of the night after, with the lists of this one. */
  private Release newer() {
    Snapshot lists = night.snapshot(Table.RECOMMENDATIONS, Lane.SERVE);
    return new Release(
        DAY.plusDays(1).toString(),
        "r",
        "night",
        new TreeMap<>(),
        "2026-01-12T00:00:00Z",
        new TreeMap<>(
            Map.of("recommendations", new Release.Member(lists.sequence(), lists.contentHash()))));
  }

  private static void users(TestNight night, int users) {
    night.with(
        Table.USER_INDEX,
        Lane.SERVE,
        IntStream.range(0, users).mapToObj(u -> RowFactory.create("u" + u, u)).toArray(Row[]::new));
    night.with(
        Table.RECOMMENDATIONS,
        Lane.SERVE,
        IntStream.range(0, users).mapToObj(u -> list(u, "i0", "i1")).toArray(Row[]::new));
  }

  private void metrics(double blend, double popularity) {
    night.with(
        Table.METRICS,
        Lane.HOLDOUT,
        RowFactory.create("blend", "ndcg", 2, blend, null, null, null, null),
        RowFactory.create("popularity", "ndcg", 2, popularity, null, null, null, null));
  }

  private static Row list(int user, String... items) {
    return RowFactory.create(
        "u" + user,
        Stream.of(items).map(item -> RowFactory.create(item, 1f, "als", null)).toList());
  }
}
