package io.nightjar.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import io.nightjar.dense.Names;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NeighboursTest {
  private static final int NONE = Integer.MAX_VALUE;

  private static SimilarityConfig config(int userCap, int itemCap, int blocks, int window) {
    return config(List.of(Measure.values()), 5, userCap, itemCap, blocks, window);
  }

  private static SimilarityConfig config(
      List<Measure> measures, int neighbours, int userCap, int itemCap, int blocks, int window) {
    return config(measures, neighbours, userCap, itemCap, blocks, window, 0.4, 0.7);
  }

  private static SimilarityConfig config(
      List<Measure> measures,
      int neighbours,
      int userCap,
      int itemCap,
      int blocks,
      int window,
      double userAlpha,
      double itemAlpha) {
    return new SimilarityConfig(
        measures,
        true,
        neighbours,
        1.5,
        1,
        userCap,
        itemCap,
        blocks,
        window,
        new SimilarityConfig.AsymmetricCosine(0.4),
        new SimilarityConfig.Tversky(1, 0.5),
        new SimilarityConfig.Bm25(1.2, 0.75),
        new SimilarityConfig.RandomWalk(0.6, 0.5, 0.3),
        new SimilarityConfig.Ease(2.5, userAlpha, itemAlpha));
  }

  private record Result(List<String> lists, long counted, long beyondUser, long beyondItem) {}

  private static Result run(List<Row> rows, int partitions, int items, SimilarityConfig config) {
    Dataset<Row> interactions =
        SharedSpark.session()
            .createDataFrame(rows, Table.INTERACTIONS.schema())
            .repartition(partitions);
    try (Baskets baskets = Baskets.of(interactions, items, config)) {
      Dataset<Row> lists = Neighbours.of(baskets, names(items), config);
      assertEquals(List.of(Table.SIMILAR_ITEMS.schema().fieldNames()), List.of(lists.columns()));
      return new Result(
          text(lists), baskets.interactions(), baskets.beyondUserCap(), baskets.beyondItemCap());
    }
  }

  private static Names names(int items) {
    Dataset<Row> index =
        SharedSpark.session()
            .range(items)
            .selectExpr("cast(id as int) as item_ix", "concat('i', id) as item_id");
    return Names.read(index, Columns.ITEM_IX, Columns.ITEM_ID, 0, items);
  }

  private static Row interaction(int user, int item, float weight, int second) {
    return RowFactory.create(user, item, weight, true, new Timestamp(1000L * second), true);
  }

  /** Interactions of random users and items with gaps in their numbers, some of weight 0. */
  private static List<Row> random(long seed, int users, int items) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      double density = random.nextDouble() * random.nextDouble();
      for (int item = 0; item < items; item++) {
        if (random.nextDouble() < density) {
          float weight = random.nextInt(10) == 0 ? 0 : 5 * random.nextFloat();
          rows.add(interaction(user * 3, item, weight, random.nextInt(4)));
        }
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void neitherOrderNorPartitionsNorBlocksNorWindowsMatter(long seed) {
    int items = 60;
    List<Row> rows = random(seed, 50, items);
    Result expected = run(rows, 1, items, config(10, 9, 1, items));
    assertTrue(expected.beyondUser() > 0 && expected.beyondItem() > 0, expected.toString());
    Collections.shuffle(rows, new Random(seed));
    assertEquals(expected, run(rows, 3, items, config(10, 9, 4, 7)));
    assertEquals(expected, run(rows, 5, items, config(10, 9, 13, 64)));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "3, 20"})
  void numbersAndNamesAgree(int blocks, int window) {
    int items = 30;
    List<Row> rows = random(7, 40, items);
    SimilarityConfig config = config(NONE, NONE, blocks, window);
    Dataset<Row> interactions =
        SharedSpark.session().createDataFrame(rows, Table.INTERACTIONS.schema());
    try (Baskets baskets = Baskets.of(interactions, items, config)) {
      Dataset<Row> named = Neighbours.of(baskets, names(items), config);
      assertEquals(
          0,
          named
              .where("item_id != concat('i', item_ix)")
              .union(named.where("exists(similar, s -> s.item_id != concat('i', s.item_ix))"))
              .count());
      assertEquals(
          text(Neighbours.numbered(baskets, config)),
          text(
              named.selectExpr(
                  "item_ix",
                  "measure",
                  "transform(similar, s -> struct(s.item_ix, s.score)) as similar")));
    }
  }

  /** Against the formula, with the inverse by Gauss and Jordan. */
  @ParameterizedTest
  @CsvSource({"30, 0, 0", "3, 0, 0", "30, 0.4, 0.7"})
  void easePredictsItemsByItems(int most, double userAlpha, double itemAlpha) {
    int items = 30;
    List<Row> rows = random(11, 40, items);
    SimilarityConfig config =
        config(List.of(Measure.EASE), most, NONE, NONE, 3, 7, userAlpha, itemAlpha);
    double[][] p = new double[items][items];
    Map<Integer, List<Integer>> baskets = new TreeMap<>();
    for (Row row : rows) {
      if (row.getFloat(2) > 0) {
        baskets.computeIfAbsent(row.getInt(0), user -> new ArrayList<>()).add(row.getInt(1));
      }
    }
    double observations = 0;
    double weights = 0;
    for (List<Integer> basket : baskets.values()) {
      double weight = Math.pow(basket.size(), -userAlpha);
      basket.forEach(i -> basket.forEach(j -> p[i][j] += weight));
      observations += basket.size();
      weights += weight * basket.size();
    }
    for (int i = 0; i < items; i++) {
      for (int j = 0; j < items; j++) {
        p[i][j] *= observations / weights;
      }
      // The sum of the diagonal is now the number of observations.
      p[i][i] += 2.5 * Math.pow(p[i][i] / (observations / items), itemAlpha);
    }
    invert(p);
    Dataset<Row> interactions =
        SharedSpark.session().createDataFrame(rows, Table.INTERACTIONS.schema());
    try (Baskets counted = Baskets.of(interactions, items, config)) {
      Map<Integer, Map<Integer, Float>> found = new TreeMap<>();
      for (Row list : Neighbours.numbered(counted, config).collectAsList()) {
        assertEquals("ease", list.getString(1));
        Map<Integer, Float> neighbours = new TreeMap<>();
        list.<Row>getList(2).forEach(pair -> neighbours.put(pair.getInt(0), pair.getFloat(1)));
        found.put(list.getInt(0), neighbours);
      }
      for (int i = 0; i < items; i++) {
        int from = i;
        List<Integer> kept =
            IntStream.range(0, items)
                .filter(j -> j != from)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -Math.abs(p[from][j] / p[j][j])))
                .limit(most)
                .toList();
        for (int j = 0; j < items; j++) {
          double weight = kept.contains(j) ? -p[i][j] / p[j][j] : 0;
          float share = found.getOrDefault(j, Map.of()).getOrDefault(i, 0f);
          assertEquals(weight, share, 1e-5, i + " " + j);
        }
      }
    }
  }

  private static void invert(double[][] a) {
    for (int p = 0; p < a.length; p++) {
      double pivot = a[p][p];
      a[p][p] = 1;
      for (int j = 0; j < a.length; j++) {
        a[p][j] /= pivot;
      }
      for (int i = 0; i < a.length; i++) {
        if (i != p) {
          double factor = a[i][p];
          a[i][p] = 0;
          for (int j = 0; j < a.length; j++) {
            a[i][j] -= factor * a[p][j];
          }
        }
      }
    }
  }

  private static List<String> text(Dataset<Row> lists) {
    return lists.orderBy(Columns.ITEM_IX, Columns.MEASURE).collectAsList().stream()
        .map(Row::toString)
        .toList();
  }

  /** One item in nine baskets of ten, one user with every item: both caps hold, and are told. */
  @Test
  void capsBoundSkew() {
    int users = 200;
    int items = 50;
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < items; item++) {
      rows.add(interaction(0, item, 1, item));
    }
    for (int user = 1; user < users; user++) {
      if (user % 10 != 0) {
        rows.add(interaction(user, 0, 1, 0));
      }
      rows.add(interaction(user, 1 + user % (items - 1), 1, 1));
    }
    long most = rows.stream().filter(row -> row.getInt(1) == 0).count();

    Result exact = run(rows, 2, items, config(NONE, NONE, 3, 16));
    assertEquals(List.of((long) rows.size(), 0L, 0L), counts(exact));
    // Of user 0, the latest ten items stay, without item 0.
    Result capped = run(rows, 2, items, config(10, 40, 3, 16));
    long ofItem = most - 1 - 40;
    assertEquals(List.of(rows.size() - 40 - ofItem, 40L, ofItem), counts(capped));
  }

  private static List<Long> counts(Result result) {
    return List.of(result.counted(), result.beyondUser(), result.beyondItem());
  }

  /** The users drawn are those of any order and number of parts, and other ones for other items. */
  @Test
  void theItemCapDrawsUsersByHash() {
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 100; user++) {
      rows.add(interaction(user, 0, 1, 0));
      rows.add(interaction(user, 1, 1, 0));
      rows.add(interaction(user, 2 + user, 1, 0));
    }
    Set<String> drawn = drawn(rows, 0, 1);
    assertEquals(10, drawn.size());
    Collections.shuffle(rows, new Random(4));
    assertEquals(drawn, drawn(rows, 0, 5));
    assertTrue(!drawn.equals(drawn(rows, 1, 2)), drawn.toString());
  }

  /** The users of an item, by the item that each of them has alone. */
  private static Set<String> drawn(List<Row> rows, int item, int blocks) {
    SimilarityConfig config = config(List.of(Measure.JACCARD), 200, NONE, 10, blocks, 65_536);
    Dataset<Row> interactions =
        SharedSpark.session().createDataFrame(rows, Table.INTERACTIONS.schema());
    Set<String> others = new TreeSet<>();
    try (Baskets baskets = Baskets.of(interactions, 102, config)) {
      Neighbours.numbered(baskets, config)
          .where("item_ix = " + item)
          .selectExpr("explode(similar.item_ix)")
          .where("col > 1")
          .collectAsList()
          .forEach(row -> others.add(row.get(0).toString()));
    }
    return others;
  }

  @Test
  void nothingGivesNothing() {
    assertEquals(new Result(List.of(), 0, 0, 0), run(List.of(), 2, 3, config(NONE, NONE, 2, 2)));
    assertEquals(new Result(List.of(), 0, 0, 0), run(List.of(), 1, 0, config(NONE, NONE, 2, 2)));
    assertEquals(
        new Result(List.of(), 1, 0, 0),
        run(List.of(interaction(4, 0, 1, 0)), 1, 1, config(NONE, NONE, 3, 1)));
  }

  @Test
  void refusesAPairThatComesTwice() {
    List<Row> twice = List.of(interaction(4, 0, 1, 0), interaction(4, 0, 1, 1));
    Exception refused =
        assertThrows(Exception.class, () -> run(twice, 1, 1, config(NONE, NONE, 1, 1)));
    assertTrue(String.valueOf(refused).contains("item 0 of user 4 twice"), String.valueOf(refused));
  }
}
