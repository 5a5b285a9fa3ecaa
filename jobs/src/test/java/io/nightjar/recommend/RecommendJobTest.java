package io.nightjar.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Six items, a to f, of which f is not available; popularity orders them a to f. Users: "known" has
 * taken up a (and seen it) and b (not seen); "seen all but one" has only e left; "cold" has
 * nothing.
 */
class RecommendJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
  private static final String ITEMS = "abcdef";

  @TempDir static Path warehouse;

  @BeforeAll
  static void fill() {
    fill(new TestNight(warehouse, DAY));
  }

  @Test
  void listsAreExactExplainedAndFilledUp() {
    TestNight night = night("recommend.n=3", "recommend.candidates=5");
    night.run(new RecommendJob(), Lane.SERVE);
    Map<String, List<Row>> lists = lists(night);

    assertEquals(Set.of("known", "seen all but one", "cold"), lists.keySet());
    // ALS scores: b 1, c 2, d 4, e 8 → over 8. Item-item from a (weight 2) and b (weight 1): c
    // 2 × 0.5, d 1 × 0.9 → over 1. The blend: e 1, d 0.5 + 0.9, c 0.25 + 1; b 0.125.
    List<Row> known = lists.get("known");
    assertEquals(List.of("d", "c", "e"), known.stream().map(r -> r.getString(0)).toList());
    assertEquals(1.4, known.get(0).getFloat(1), 1e-6);
    assertEquals(
        List.of("item-item", "item-item", "als"), known.stream().map(r -> r.getString(2)).toList());
    assertEquals("b", known.get(0).getString(3));
    assertEquals("a", known.get(1).getString(3));
    assertEquals(null, known.get(2).getString(3));

    assertEquals(
        List.of("e"), lists.get("seen all but one").stream().map(r -> r.getString(0)).toList());

    List<Row> cold = lists.get("cold");
    assertEquals(List.of("a", "b", "c"), cold.stream().map(r -> r.getString(0)).toList());
    assertEquals("popularity", cold.get(0).getString(2));
    assertTrue(cold.get(0).getFloat(1) > cold.get(1).getFloat(1));
  }

  @Test
  void everyListIsFullAndFreeOfWhatMayNotBeRecommended() {
    TestNight night = night("recommend.n=4", "recommend.candidates=4");
    night.run(new RecommendJob(), Lane.SERVE);

    lists(night)
        .forEach(
            (user, list) -> {
              Set<String> items = new HashSet<>(list.stream().map(r -> r.getString(0)).toList());
              assertEquals(list.size(), items.size(), "an item twice for " + user);
              assertEquals(user.startsWith("seen") ? 1 : 4, list.size(), user);
              assertTrue(!items.contains("f"), "f is not available");
              assertTrue(!user.equals("known") || !items.contains("a"), "a is seen");
              for (int i = 1; i < list.size(); i++) {
                assertTrue(list.get(i - 1).getFloat(1) >= list.get(i).getFloat(1), user);
              }
            });
  }

  @Test
  void segmentsAreServedTheirOwnPopularity() {
    TestNight night =
        night("recommend.n=2", "recommend.candidates=5", "popularity.segment-by=country");
    night.run(new RecommendJob(), Lane.SERVE);

    assertEquals(
        List.of("e", "a"), lists(night).get("cold").stream().map(r -> r.getString(0)).toList());
  }

  /** ALS: b 1, c 2, d 4, e 8, each half; item-item: c 1, d 0.9. */
  @Test
  void scoresCanAddUpAsTheyAre() {
    TestNight night =
        night(
            "recommend.n=3",
            "recommend.candidates=5",
            "recommend.scale=none",
            "recommend.weights.als=0.5");
    night.run(new RecommendJob(), Lane.SERVE);
    List<Row> known = lists(night).get("known");
    assertEquals(List.of("e", "d", "c"), known.stream().map(r -> r.getString(0)).toList());
    assertEquals(4, known.get(0).getFloat(1), 1e-6);
    assertEquals(2.9, known.get(1).getFloat(1), 1e-6);
    assertEquals(2, known.get(2).getFloat(1), 1e-6);
  }

  /** From a (weight 2) and b: c 2 × 0.5, d 0.9 + 2 × (2 × 0.05), e 2 × (2 × 0.3). */
  @Test
  void neighboursOfSeveralMeasuresCanVote() {
    TestNight night =
        night(
            "recommend.n=3",
            "recommend.candidates=5",
            "recommend.scale=none",
            "recommend.weights.als=0",
            "similarity.measures=[cosine, llr]",
            "recommend.votes={cosine: 1, llr: 2}");
    night.run(new RecommendJob(), Lane.SERVE);
    List<Row> known = lists(night).get("known");
    assertEquals(List.of("e", "d", "c"), known.stream().map(r -> r.getString(0)).toList());
    assertEquals(1.2, known.get(0).getFloat(1), 1e-6);
    assertEquals(1.1, known.get(1).getFloat(1), 1e-6);
    assertEquals(1.0, known.get(2).getFloat(1), 1e-6);
    assertEquals("b", known.get(1).getString(3));
  }

  /** b is the latest, and a, of the time of one item earlier, counts half: c 2 × 0.5 / 2, d 0.9. */
  @Test
  void laterItemsCanCountForMore() {
    TestNight night =
        night(
            "recommend.n=2",
            "recommend.candidates=5",
            "recommend.scale=none",
            "recommend.weights.als=0",
            "recommend.history-half-life=1");
    night.run(new RecommendJob(), Lane.SERVE);
    List<Row> known = lists(night).get("known");
    assertEquals(List.of("d", "c"), known.stream().map(r -> r.getString(0)).toList());
    assertEquals(0.9, known.get(0).getFloat(1), 1e-6);
    assertEquals(0.5, known.get(1).getFloat(1), 1e-6);
  }

  @Test
  void aWeightOfZeroSwitchesASourceOff() {
    TestNight night = night("recommend.n=1", "recommend.candidates=5", "recommend.weights.als=0");
    night.run(new RecommendJob(), Lane.SERVE);
    assertEquals("c", lists(night).get("known").get(0).getString(0));
  }

  @Test
  void heldOutUsersGetAListOfEverySourceWithoutTheirWholeHistory() {
    TestNight night = night("evaluate.k=[2]");
    night.run(new RecommendJob(), Lane.HOLDOUT);

    Map<String, List<Integer>> lists = new HashMap<>();
    for (Row row : night.rows(Table.LISTS, Lane.HOLDOUT)) {
      assertEquals(0, row.getInt(1));
      lists.put(row.getString(0), row.getList(2));
    }
    assertEquals(
        Map.of(
            "blend", List.of(3, 2),
            "als", List.of(4, 3),
            "item-item", List.of(2, 3),
            "recent", List.of(3, 2),
            "popularity", List.of(2, 3)),
        lists);
  }

  /** Of the items new to the user, d is the recent one, and the best of the blend already. */
  @Test
  void whatIsRecentCanHaveAWeight() {
    TestNight night = night("recommend.n=1", "recommend.candidates=5");
    night.run(new RecommendJob(), Lane.SERVE);
    float without = lists(night).get("known").get(0).getFloat(1);
    TestNight recent =
        night("recommend.n=1", "recommend.candidates=5", "recommend.weights.recent=2");
    recent.run(new RecommendJob(), Lane.SERVE);
    Row best = lists(recent).get("known").get(0);
    assertEquals("d", best.getString(0));
    assertEquals(without + 2, best.getFloat(1), 1e-6);
    assertEquals("recent", best.getString(2));
    assertEquals("d", lists(recent).get("cold").get(0).getString(0));
  }

  /** Item 1 is known to the user, and offered all the same; item 5 may not be recommended. */
  @Test
  void whereCandidatesAreGivenNothingElseIsRanked() {
    TestNight night = night("evaluate.k=[3]", "evaluate.candidate-events=[offer]");
    night.with(Table.TRUTH, Lane.HOLDOUT, pair(0, 3), offered(0, 1), offered(0, 5), offered(1, 2));
    night.run(new RecommendJob(), Lane.HOLDOUT);
    Map<String, List<Integer>> lists = new HashMap<>();
    for (Row row : night.rows(Table.LISTS, Lane.HOLDOUT)) {
      assertEquals(0, row.getInt(1), "a user of whom nothing is relevant is not measured");
      lists.put(row.getString(0), row.getList(2));
    }
    assertEquals(
        Map.of(
            "blend", List.of(3, 1),
            "als", List.of(3, 1),
            "item-item", List.of(3),
            "recent", List.of(3, 1),
            "popularity", List.of(1, 3)),
        lists);
    night.with(Table.TRUTH, Lane.HOLDOUT, pair(0, 3));
  }

  @Test
  void partitionsAndBlocksDoNotChangeTheLists() {
    Set<String> hashes = new HashSet<>();
    for (int partitions : new int[] {1, 7}) {
      // One item a block, two or three, and all in one.
      for (int bytes : new int[] {1, 12, 1 << 20}) {
        TestNight night =
            night(
                "recommend.n=3",
                "recommend.candidates=5",
                "recommend.partitions=" + partitions,
                "recommend.block-bytes=" + bytes);
        for (Lane lane : Lane.values()) {
          night.run(new RecommendJob(), lane);
          Table table = lane == Lane.SERVE ? Table.RECOMMENDATIONS : Table.LISTS;
          hashes.add(lane + night.snapshot(table, lane).manifest().files().get(0).sha256());
        }
      }
    }
    assertEquals(Lane.values().length, hashes.size());
  }

  private static TestNight night(String... settings) {
    List<String> all = new ArrayList<>();
    all.add("train.rank=1");
    all.add("similarity.measures=[cosine]");
    all.add("recommend.weights.als=1");
    all.add("recommend.weights.recent=0");
    all.add("recommend.history-half-life=0");
    all.addAll(List.of(settings));
    return new TestNight(warehouse, DAY, all.toArray(new String[0]));
  }

  private static void fill(TestNight night) {
    Row[] items = new Row[ITEMS.length()];
    Row[] factors = new Row[ITEMS.length()];
    List<Row> popular = new ArrayList<>();
    for (int i = 0; i < items.length; i++) {
      String id = ITEMS.substring(i, i + 1);
      items[i] = RowFactory.create(id, i);
      factors[i] = RowFactory.create(i, new float[] {i == 0 ? -1 : 1 << (i - 1)});
      popular.add(RowFactory.create("global", i + 1, i, id, 6.0 - i));
    }
    popular.add(RowFactory.create("segment:NL", 1, 4, "e", 3.0));
    popular.add(RowFactory.create("recent", 1, 3, "d", 2.0));
    night
        .with(Table.ITEM_INDEX, Lane.SERVE, items)
        .with(
            Table.USER_INDEX,
            Lane.SERVE,
            RowFactory.create("known", 0),
            RowFactory.create("seen all but one", 1),
            RowFactory.create("cold", 2))
        .with(Table.ITEMS, Lane.SERVE, RowFactory.create("f", "F", new String[0], false, Map.of()))
        .with(Table.USERS, Lane.SERVE, RowFactory.create("cold", Map.of("country", "NL")));
    for (Lane lane : Lane.values()) {
      night
          .with(Table.ITEM_FACTORS, lane, factors)
          .with(Table.USER_FACTORS, lane, RowFactory.create(0, new float[] {1}))
          .with(
              Table.SIMILAR_ITEMS,
              lane,
              similar(2, 0, 0.5f),
              similar(5, 0, 0.4f),
              similar(3, 1, 0.9f),
              similar(0, 1, 0.1f),
              similar("llr", 4, 0, 0.3f),
              similar("llr", 3, 0, 0.05f))
          .with(Table.POPULAR_ITEMS, lane, popular.toArray(new Row[0]))
          .with(Table.INTERACTIONS, lane, interactions());
    }
    night.with(Table.TRUTH, Lane.HOLDOUT, pair(0, 3));
  }

  private static Row[] interactions() {
    List<Row> rows = new ArrayList<>();
    rows.add(interaction(0, 0, 2, true));
    rows.add(interaction(0, 1, 1, false));
    IntStream.of(0, 1, 2, 3, 5).forEach(item -> rows.add(interaction(1, item, 0, true)));
    return rows.toArray(new Row[0]);
  }

  private static Row interaction(int user, int item, float weight, boolean seen) {
    return RowFactory.create(
        user, item, weight, seen, Timestamp.valueOf(DAY.atTime(1, item)), true);
  }

  private static Row similar(int item, int neighbour, float score) {
    return similar("cosine", item, neighbour, score);
  }

  private static Row similar(String measure, int item, int neighbour, float score) {
    return RowFactory.create(
        item,
        ITEMS.substring(item, item + 1),
        measure,
        new Row[] {RowFactory.create(neighbour, ITEMS.substring(neighbour, neighbour + 1), score)});
  }

  private static Row pair(int user, int item) {
    return RowFactory.create(user, item, true, 1f, new String[] {"view"});
  }

  private static Row offered(int user, int item) {
    return RowFactory.create(user, item, false, 0f, new String[0]);
  }

  private static Map<String, List<Row>> lists(TestNight night) {
    Map<String, List<Row>> lists = new HashMap<>();
    night
        .rows(Table.RECOMMENDATIONS, Lane.SERVE)
        .forEach(row -> lists.put(row.getString(0), row.getList(1)));
    return lists;
  }
}
