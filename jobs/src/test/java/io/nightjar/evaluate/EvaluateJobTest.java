package io.nightjar.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluateJobTest {
  private static final Set<String> CATALOGUE =
      Set.of("coverage", "gini", "popularity_share", "novelty", "personalisation", "diversity");

  private static final double LOG2_3 = Math.log(3) / Math.log(2);

  @TempDir static Path folder;

  private static TestNight night;
  private static List<Row> metrics;

  /** Ten items; 7 is known to three users, 8 to two, 1 and 5 to one. Users 0, 1, 2 are trained. */
  @BeforeAll
  static void evaluate() {
    night =
        evaluated(
            "truth",
            relevant(0, 2, "view"),
            relevant(0, 1, "buy"),
            relevant(1, 5, "view"),
            offered(0, 7),
            offered(2, 3));
    metrics = night.rows(Table.METRICS, Lane.HOLDOUT);
  }

  private static TestNight night(String warehouse, String... settings) {
    Stream<String> all =
        Stream.of(
            "evaluate.k=[2,3]",
            "evaluate.head-share=0.2",
            "popularity.segment-by=country",
            "prepare.events={view: {}, buy: {}}",
            "train.rank=2");
    TestNight night =
        new TestNight(
            folder.resolve(warehouse),
            LocalDate.of(2026, 1, 10),
            Stream.concat(all, Stream.of(settings)).toArray(String[]::new));
    night.with(
        Table.USER_INDEX, Lane.SERVE, RowFactory.create("u0", 0), RowFactory.create("u1", 1));
    night.with(
        Table.USERS,
        Lane.SERVE,
        RowFactory.create("u0", Map.of("country", "NL")),
        RowFactory.create("u1", Map.of("age", "7")));
    night.with(Table.USER_FACTORS, Lane.HOLDOUT);
    night.with(
        Table.ITEM_FACTORS,
        Lane.HOLDOUT,
        factors(1, 3, 0),
        factors(2, 1, 0),
        factors(5, 1, 1),
        factors(7, 0, 2));
    night.with(
        Table.ITEM_INDEX,
        Lane.SERVE,
        IntStream.range(0, 10).mapToObj(i -> RowFactory.create("i" + i, i)).toArray(Row[]::new));
    night.with(
        Table.INTERACTIONS,
        Lane.HOLDOUT,
        known(0, 7, 1),
        known(1, 7, 1),
        known(2, 7, 1),
        known(0, 8, 1),
        known(1, 8, 1),
        known(2, 1, 1),
        known(2, 5, 1),
        known(3, 5, 0));
    return night;
  }

  private static TestNight evaluated(String warehouse, Row... truth) {
    TestNight night = night(warehouse);
    night.with(Table.TRUTH, Lane.HOLDOUT, truth);
    night.with(
        Table.LISTS,
        Lane.HOLDOUT,
        list("blend", 0, 1, 7, 2),
        list("popularity", 0, 7, 8),
        list("popularity", 1, 5, 8),
        list("popularity", 2, 0, 3),
        list("als", 0));
    night.run(new EvaluateJob(), Lane.HOLDOUT);
    return night;
  }

  @Test
  void listsAreMeasuredByHandWorkedValues() {
    // blend: user 0 has hits at ranks 1 and 3 of two relevant, user 1 has no list.
    double ndcg2 = 1 / (1 + 1 / LOG2_3);
    double ndcg3 = 1.5 / (1 + 1 / LOG2_3);
    measured("blend", 2, 0.5 / 2, 0.5 / 2, ndcg2 / 2, 0.5 / 2, 0.5, 0.5);
    measured("blend", 3, 2.0 / 3 / 2, 0.5, ndcg3 / 2, (1 + 2.0 / 3) / 2 / 2, 0.5, 0.5);
    // popularity: user 0 has no hit, user 1 the only relevant one first.
    measured("popularity", 2, 0.5 / 2, 0.5, 0.5, 0.5, 0.5, 0.5);
    measured("popularity", 3, 1.0 / 3 / 2, 0.5, 0.5, 0.5, 0.5, 0.5);
    measured("als", 2, 0, 0, 0, 0, 0, 0);
  }

  /** Drawn from two users, of whom one has 0: half of the draws have one of each. */
  @Test
  void meansHaveAnIntervalAndOthersNone() {
    for (Row row : metrics) {
      if (CATALOGUE.contains(row.getString(1))) {
        assertTrue(row.isNullAt(4) && row.isNullAt(5), row.toString());
      } else if (!row.getString(1).equals("auc")) {
        assertEquals(0, row.getDouble(4), row.toString());
        assertEquals(2 * row.getDouble(3), row.getDouble(5), 1e-9, row.toString());
      }
    }
  }

  /** Whatever the signs of two differences, their sum is as far from 0: two users prove nothing. */
  @Test
  void twoUsersProveNothing() {
    assertEquals(1, p(night, "blend", "hit_rate"));
    assertEquals(1, p(night, "als", "ndcg"));
    assertTrue(Double.isNaN(p(night, "popularity", "ndcg")), "not against itself");
    assertTrue(Double.isNaN(p(night, "blend", "coverage")), "not what is no mean over users");
  }

  /**
   * Blend has a hit for each of 12 users and popularity for none: of 4,096 ways to sign twelve
   * equal differences, two are as far from 0. ALS has one for a user: as far, whatever its sign.
   */
  @Test
  void manyUsersProveADifference() {
    TestNight many = night("many");
    many.with(
        Table.TRUTH,
        Lane.HOLDOUT,
        IntStream.range(0, 12).mapToObj(u -> relevant(u, 3)).toArray(Row[]::new));
    many.with(
        Table.LISTS,
        Lane.HOLDOUT,
        IntStream.range(0, 12)
            .boxed()
            .flatMap(
                u ->
                    Stream.of(
                        list("blend", u, 3, 4),
                        list("als", u, u == 5 ? 3 : 6, 7),
                        list("popularity", u, 7, 8)))
            .toArray(Row[]::new));
    many.run(new EvaluateJob(), Lane.HOLDOUT);
    assertEquals(2 / 4096.0, p(many, "blend", "ndcg"), 0.003);
    assertEquals(1, p(many, "als", "ndcg"));
  }

  private static double p(TestNight night, String model, String metric) {
    return night.rows(Table.METRICS, Lane.HOLDOUT).stream()
        .filter(row -> row.getString(0).equals(model) && row.getString(1).equals(metric))
        .filter(row -> row.getInt(2) == 2)
        .mapToDouble(row -> row.isNullAt(6) ? Double.NaN : row.getDouble(6))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theCatalogueIsMeasuredByTheListsOfUsersWithTruth() {
    // Items 1 and 7 once each: Gini (7 + 9) / (10 · 2). Head: 7 and 8. Novelty: log2 3/1 and 0.
    catalogue("blend", 2, 0.2, 0.8, 0.5, LOG2_3 / 2, 1);
    // And item 2, which nobody knows, counts as known to one: Gini (5 + 7 + 9) / (10 · 3).
    catalogue("blend", 3, 0.3, 0.7, 1.0 / 3, 2 * LOG2_3 / 3, 1);
    // 5, 7 once and 8 twice; user 2's list is left out. Gini (5 + 7 + 2 · 9) / (10 · 4). The two
    // lists share 8.
    catalogue("popularity", 2, 0.3, 0.75, 0.75, (LOG2_3 + 2 * (LOG2_3 - 1)) / 4, 1 / 2.0);
    Map<String, Double> als = metrics("als", 2);
    assertEquals(0.0, als.get("coverage"));
    assertEquals(
        Set.of("coverage"),
        als.keySet().stream().filter(CATALOGUE::contains).collect(Collectors.toSet()),
        "empty lists have no Gini, popularity share, novelty or personalisation");
  }

  /**
   * Users 0 and 1 have had two of the four items that are learnt from, and what is listed or
   * relevant can be ranked at least. Blend, user 0: one of relevant 1 and 2 is before 7, the other
   * behind; user 1 has no list, where every pair is half right.
   */
  @Test
  void orderAndSurpriseByHand() {
    assertClose(Map.of("auc", 0.5, "serendipity", 0.25), metrics("blend", 2));
    assertClose(Map.of("auc", 0.5, "serendipity", 1 / 3.0), metrics("blend", 3));
    // 7 and 8 are before both that are relevant to user 0; 5 is first of the two of user 1.
    assertClose(Map.of("auc", 0.5, "serendipity", 0.0), metrics("popularity", 2));
  }

  /** 1 and 2 are alike, and 7 is like neither; of popularity's lists 8 has no factors. */
  @Test
  void diversityByHand() {
    assertClose(Map.of("diversity", 1.0), metrics("blend", 2));
    assertClose(Map.of("diversity", 2 / 3.0), metrics("blend", 3));
    assertFalse(metrics("popularity", 3).containsKey("diversity"));
  }

  @Test
  void slicesAreMeasuredByHandWorkedValues() {
    assertEquals(List.of(0.5, 2L), slice("history:001-004", "blend", 2));
    assertEquals(List.of(1.0, 1L), slice("segment:NL", "blend", 2));
    // Of user 0, 1 is bought and 2 viewed, which is third.
    assertEquals(List.of(1.0, 1L), slice("event:buy", "blend", 2));
    assertEquals(List.of(0.0, 2L), slice("event:view", "blend", 2));
    assertEquals(List.of(0.5, 2L), slice("event:view", "blend", 3));
    assertEquals(List.of(0.5, 2L), slice("event:view", "popularity", 2));
    assertEquals(
        Set.of("history:001-004", "segment:NL", "event:buy", "event:view"),
        night.rows(Table.SLICES, Lane.HOLDOUT).stream()
            .map(row -> row.getString(0))
            .collect(Collectors.toSet()));
  }

  /** Of 22 segments that of two users comes first, and others by name. */
  @Test
  void smallSegmentsAreOneSlice() {
    TestNight many = night("segments");
    many.with(
            Table.USER_INDEX,
            Lane.SERVE,
            IntStream.range(0, 23).mapToObj(u -> RowFactory.create("u" + u, u)).toArray(Row[]::new))
        .with(
            Table.USERS,
            Lane.SERVE,
            IntStream.range(0, 23)
                .mapToObj(u -> RowFactory.create("u" + u, Map.of("country", segment(u))))
                .toArray(Row[]::new))
        .with(
            Table.TRUTH,
            Lane.HOLDOUT,
            IntStream.range(0, 23).mapToObj(u -> relevant(u, 3, "view")).toArray(Row[]::new))
        .with(Table.LISTS, Lane.HOLDOUT, list("blend", 22, 3));
    many.run(new EvaluateJob(), Lane.HOLDOUT);
    assertEquals(List.of(0.5, 2L), slice(many, "segment:Z", "blend", 2));
    assertEquals(List.of(0.0, 1L), slice(many, "segment:C18", "blend", 2));
    assertEquals(List.of(0.0, 2L), slice(many, "segment: all others", "blend", 2));
  }

  /** C00 to C20 have a user each, and Z the last two. */
  private static String segment(int user) {
    return user < 21 ? "C%02d".formatted(user) : "Z";
  }

  /** Four items are ranked for the user; 2 is behind 7, and before 3 and 4. */
  @Test
  void whereCandidatesAreGivenThereIsNothingElseToRank() {
    TestNight given = night("given", "evaluate.candidate-events=[view]");
    given
        .with(
            Table.TRUTH,
            Lane.HOLDOUT,
            relevant(0, 2, "buy"),
            offered(0, 7),
            offered(0, 3),
            offered(0, 4))
        .with(Table.LISTS, Lane.HOLDOUT, list("blend", 0, 7, 2));
    given.run(new EvaluateJob(), Lane.HOLDOUT);
    assertEquals(
        2 / 3.0, metrics(given.rows(Table.METRICS, Lane.HOLDOUT), "blend", 2).get("auc"), 1e-6);
  }

  /** Two factors, which have nothing in common, and what all items have: 1 and about a mean. */
  @Test
  void diversityIsOfFactorsNotOfBiases() {
    TestNight explicit = night("explicit", "train.feedback=explicit");
    explicit
        .with(
            Table.ITEM_FACTORS,
            Lane.HOLDOUT,
            RowFactory.create(1, new float[] {3, 0, 1, 3.5f}),
            RowFactory.create(7, new float[] {0, 2, 1, 3}))
        .with(Table.TRUTH, Lane.HOLDOUT, relevant(0, 2, "view"))
        .with(Table.LISTS, Lane.HOLDOUT, list("blend", 0, 1, 7));
    explicit.run(new EvaluateJob(), Lane.HOLDOUT);
    assertEquals(
        1, metrics(explicit.rows(Table.METRICS, Lane.HOLDOUT), "blend", 2).get("diversity"), 1e-6);
  }

  private static List<Object> slice(String name, String model, int k) {
    return slice(night, name, model, k);
  }

  /** Hit rate, and how many users it is over. */
  private static List<Object> slice(TestNight night, String name, String model, int k) {
    return night.rows(Table.SLICES, Lane.HOLDOUT).stream()
        .filter(row -> row.getString(0).equals(name) && row.getString(1).equals(model))
        .filter(row -> row.getString(2).equals("hit_rate") && row.getInt(3) == k)
        .map(row -> List.<Object>of(row.getDouble(4), row.getLong(5)))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Long> counts(long evaluated, long withoutTruth, long truth) {
    return Map.of(
        "users_evaluated",
        evaluated,
        "users_without_truth",
        withoutTruth,
        "users_cold",
        0L,
        "truth_pairs",
        truth,
        "ratings",
        0L,
        "ratings_of_unknown_items",
        0L);
  }

  @Test
  void usersAreCounted() {
    assertEquals(counts(2, 1, 3), night.snapshot(Table.METRICS, Lane.HOLDOUT).manifest().counts());
  }

  @Test
  void withoutTruthThereAreNoMetrics() {
    TestNight none = evaluated("none");
    assertEquals(List.of(), none.rows(Table.METRICS, Lane.HOLDOUT));
    assertEquals(counts(0, 3, 0), none.snapshot(Table.METRICS, Lane.HOLDOUT).manifest().counts());
  }

  @Test
  void theServingLaneHasNothingToMeasure() {
    assertThrows(IllegalArgumentException.class, () -> night.run(new EvaluateJob(), Lane.SERVE));
  }

  private static void measured(
      String model,
      int k,
      double precision,
      double recall,
      double ndcg,
      double map,
      double mrr,
      double hitRate) {
    assertClose(
        Map.of(
            "precision", precision,
            "recall", recall,
            "ndcg", ndcg,
            "map", map,
            "mrr", mrr,
            "hit_rate", hitRate),
        metrics(model, k));
  }

  private static void catalogue(
      String model,
      int k,
      double coverage,
      double gini,
      double share,
      double novelty,
      double personalisation) {
    assertClose(
        Map.of(
            "coverage", coverage,
            "gini", gini,
            "popularity_share", share,
            "novelty", novelty,
            "personalisation", personalisation),
        metrics(model, k));
  }

  private static void assertClose(Map<String, Double> expected, Map<String, Double> found) {
    expected.forEach((metric, value) -> assertEquals(value, found.get(metric), 1e-9, metric));
  }

  private static Map<String, Double> metrics(String model, int k) {
    return metrics(metrics, model, k);
  }

  private static Map<String, Double> metrics(List<Row> all, String model, int k) {
    Map<String, Double> values = new TreeMap<>();
    for (Row row : all) {
      if (row.getString(0).equals(model) && row.getInt(2) == k) {
        values.put(row.getString(1), row.getDouble(3));
      }
    }
    return values;
  }

  private static Row known(int user, int item, float weight) {
    return RowFactory.create(
        user, item, weight, true, Timestamp.valueOf("2026-01-01 00:00:00"), true);
  }

  private static Row factors(int item, float first, float second) {
    return RowFactory.create(item, new float[] {first, second});
  }

  private static Row relevant(int user, int item, String... events) {
    return RowFactory.create(user, item, true, 1f, events);
  }

  /** A candidate, which is ranked but not relevant. */
  private static Row offered(int user, int item) {
    return RowFactory.create(user, item, false, 0f, new String[0]);
  }

  private static Row list(String model, int user, Integer... items) {
    return RowFactory.create(model, user, items);
  }
}
