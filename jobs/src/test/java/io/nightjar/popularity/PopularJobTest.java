package io.nightjar.popularity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PopularJobTest {
  private static final int B = 0;
  private static final int A = 1;
  private static final int D = 2;
  private static final int C = 3;
  private static final int Z = 4;

  @TempDir static Path folder;

  private static TestNight night;
  private static List<Row> plain;
  private static List<Row> bySegment;

  @BeforeAll
  static void run() {
    night = night();
    night.with(
        Table.ITEM_INDEX,
        Lane.SERVE,
        RowFactory.create("b", B),
        RowFactory.create("a", A),
        RowFactory.create("d", D),
        RowFactory.create("c", C),
        RowFactory.create("z", Z));
    night.with(
        Table.USER_INDEX,
        Lane.SERVE,
        RowFactory.create("ann", 0),
        RowFactory.create("bob", 1),
        RowFactory.create("cyd", 2),
        RowFactory.create("dan", 3),
        RowFactory.create("eve", 4));
    night.with(
        Table.USERS,
        Lane.SERVE,
        RowFactory.create("ann", Map.of("country", "fi")),
        RowFactory.create("bob", Map.of("country", "fi")),
        RowFactory.create("cyd", Map.of("country", "se")),
        RowFactory.create("dan", Map.of("country", "")),
        RowFactory.create("eve", Map.of("country", "se", "age", "40")));
    night.with(
        Table.INTERACTIONS,
        Lane.SERVE,
        interaction(0, B, 1f, "2026-01-09 12:00:00"),
        interaction(0, A, 2f, "2026-01-02 12:00:00"),
        interaction(1, B, 1f, "2026-01-02 12:00:01"),
        interaction(1, A, 0.25f, "2026-01-01 00:00:00"),
        interaction(2, C, 0.5f, "2026-01-01 00:00:00"),
        interaction(3, C, 2.5f, "2026-01-08 00:00:00"),
        interaction(3, A, 0.5f, "2025-12-01 00:00:00"),
        interaction(4, D, 0f, "2026-01-10 23:00:00"),
        notLearnt(4, Z, "2026-01-09 12:00:00"));
    plain = run(night, Lane.SERVE);
    bySegment = run(by("country"), Lane.SERVE);
  }

  @Test
  void theGlobalListRanksEveryItemByWeightThenId() {
    assertEquals(
        List.of(
            RowFactory.create("global", 1, C, "c", 3.0),
            RowFactory.create("global", 2, A, "a", 2.75),
            RowFactory.create("global", 3, B, "b", 2.0),
            RowFactory.create("global", 4, D, "d", 0.0),
            RowFactory.create("global", 5, Z, "z", 0.0)),
        segment(plain, "global"));
    assertEquals(3, segments(plain), "global, recent and trending");
  }

  @Test
  void equalScoresRankByIdNotByNumber() {
    night.with(
        Table.INTERACTIONS,
        Lane.HOLDOUT,
        interaction(0, B, 1f, "2026-01-09 12:00:00"),
        interaction(1, A, 1f, "2026-01-09 12:00:00"));

    assertEquals(
        List.of("a", "b", "c", "d", "z"), ids(segment(run(night, Lane.HOLDOUT), "global")));
  }

  @Test
  void trendingIsTheSmoothedLiftOfRecentUsers() {
    // The newest trained event is at 01-09 12:00, so exactly 7 days before is no longer recent.
    // n, r: b 2, 2; c 2, 1; a 3, 0. The catalogue's share is 3/7, the prior 2 users.
    double m = 3.0 / 7;
    List<Row> trending = segment(plain, "trending");
    assertEquals(List.of("b", "c"), ids(trending));
    assertEquals((2 + 2 * m) / 4 / m, trending.get(0).getDouble(4), 1e-12);
    assertEquals((1 + 2 * m) / 4 / m, trending.get(1).getDouble(4), 1e-12);
  }

  @Test
  void recentIsTheNumberOfRecentUsers() {
    assertEquals(
        List.of(
            RowFactory.create("recent", 1, B, "b", 2.0),
            RowFactory.create("recent", 2, C, "c", 1.0)),
        segment(plain, "recent"));
  }

  @Test
  void whereHalfIsRecentItIsTold() {
    night.with(
        Table.INTERACTIONS,
        Lane.HOLDOUT,
        interaction(0, B, 1f, "2026-01-09 12:00:00"),
        interaction(1, A, 1f, "2026-01-02 12:00:00"));

    assertEquals(List.of("b"), ids(segment(run(night, Lane.HOLDOUT), "recent")));
  }

  @Test
  void whereMoreThanHalfIsRecentNothingIs() {
    night.with(
        Table.INTERACTIONS,
        Lane.HOLDOUT,
        interaction(0, B, 1f, "2026-01-09 12:00:00"),
        interaction(1, B, 1f, "2026-01-05 12:00:00"),
        interaction(1, A, 1f, "2026-01-02 12:00:00"));

    List<Row> lists = run(night, Lane.HOLDOUT);
    assertEquals(List.of(), segment(lists, "recent"));
    assertEquals(List.of(), segment(lists, "trending"));
  }

  @Test
  void segmentsWithEnoughTrainedUsersHaveListsOfTheirOwn() {
    assertEquals(
        List.of(RowFactory.create("segment:fi", 1, A, "a", 2.25)),
        segment(bySegment, "segment:fi"));
    assertEquals(1, segment(bySegment, "trending").size(), "cut to items-per-segment");
    assertEquals(
        4, segments(bySegment), "se has one trained user, and an empty value is no segment");
  }

  @Test
  void anAttributeThatNoUserHasIsTheUsersMistake() {
    UserError error = assertThrows(UserError.class, () -> run(by("contry"), Lane.SERVE));
    assertTrue(error.getMessage().contains("'contry'"), error.getMessage());
  }

  @Test
  void withoutTrainingTheGlobalListIsByIdAndNothingTrends() {
    night.with(Table.INTERACTIONS, Lane.HOLDOUT);

    assertEquals(List.of("a", "b", "c", "d", "z"), ids(run(night, Lane.HOLDOUT)));
  }

  private static TestNight by(String attribute) {
    return night("popularity.segment-by=" + attribute, "popularity.items-per-segment=1");
  }

  private static TestNight night(String... more) {
    String[] settings = {"popularity.min-users-per-segment=2", "popularity.trending-prior=2"};
    return new TestNight(
        folder,
        LocalDate.of(2026, 1, 10),
        Stream.concat(Stream.of(settings), Stream.of(more)).toArray(String[]::new));
  }

  private static Row interaction(int user, int item, float weight, String at) {
    return RowFactory.create(user, item, weight, true, Timestamp.valueOf(at), true);
  }

  private static Row notLearnt(int user, int item, String at) {
    return RowFactory.create(user, item, 50f, true, Timestamp.valueOf(at), false);
  }

  private static List<Row> run(TestNight night, Lane lane) {
    night.run(new PopularJob(), lane);
    return night.rows(Table.POPULAR_ITEMS, lane);
  }

  private static List<Row> segment(List<Row> rows, String name) {
    return rows.stream().filter(row -> row.getString(0).equals(name)).toList();
  }

  private static List<String> ids(List<Row> rows) {
    return rows.stream().map(row -> row.getString(3)).toList();
  }

  private static long segments(List<Row> rows) {
    return rows.stream().map(row -> row.getString(0)).distinct().count();
  }
}
