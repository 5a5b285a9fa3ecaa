package io.nightjar.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.TestNight;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
  private static final int USERS = 40;
  private static final int ITEMS = 25;

  @TempDir Path warehouse;

  @ParameterizedTest
  @CsvSource({"1, false", "3, false", "7, true"})
  void equalsTheComparisonOfAllPairs(int blocks, boolean weighted) {
    float[][] weights = weights(11);
    List<Row> expected = bruteForce(weights, weighted, 4, 2.0, 2);
    TestNight night =
        night(
            weights,
            "similarity.blocks=" + blocks,
            "similarity.weighted=" + weighted,
            "similarity.neighbours=4",
            "similarity.shrinkage=2",
            "similarity.min-support=2");
    night.run(new SimilarJob(), Lane.SERVE);

    assertEquals(text(expected), text(night.rows(Table.SIMILAR_ITEMS, Lane.SERVE)));
  }

  @Test
  void blocksAndWindowsDoNotChangeTheBytes() {
    float[][] weights = weights(12);
    List<String> hashes = new ArrayList<>();
    for (int blocks : new int[] {1, 5}) {
      TestNight night =
          new TestNight(
              warehouse.resolve("w" + blocks),
              DAY,
              "similarity.measures=[cosine, llr, jaccard, lift]",
              "similarity.weighted=true",
              "similarity.window=" + (ITEMS - blocks),
              "similarity.blocks=" + blocks);
      fill(night, weights).run(new SimilarJob(), Lane.SERVE);
      hashes.add(
          night.snapshot(Table.SIMILAR_ITEMS, Lane.SERVE).manifest().files().get(0).sha256());
    }
    assertEquals(hashes.get(0), hashes.get(1));
  }

  @Test
  void aUserCountsWithTheLatestItemsOnly() {
    float[][] weights = new float[USERS][ITEMS];
    for (int item = 0; item < ITEMS; item++) {
      weights[0][item] = 1;
      weights[1][item] = 1;
    }
    TestNight night = night(weights, "similarity.max-items-per-user=3", "similarity.min-support=1");
    night.run(new SimilarJob(), Lane.SERVE);

    Map<String, Long> counts = night.snapshot(Table.SIMILAR_ITEMS, Lane.SERVE).manifest().counts();
    assertEquals(
        Map.of(
            "beyond_max_items_per_user",
            2L * ITEMS - 6,
            "beyond_max_users_per_item",
            0L,
            "interactions",
            6L),
        counts);
    // Later items have a later time, so the last three remain.
    assertEquals(
        List.of(ITEMS - 3, ITEMS - 2, ITEMS - 1),
        night.rows(Table.SIMILAR_ITEMS, Lane.SERVE).stream().map(r -> r.getInt(0)).toList());
  }

  private TestNight night(float[][] weights, String... settings) {
    Stream<String> all =
        Stream.concat(Stream.of("similarity.measures=[cosine]"), Stream.of(settings));
    return fill(new TestNight(warehouse, DAY, all.toArray(String[]::new)), weights);
  }

  private static TestNight fill(TestNight night, float[][] weights) {
    List<Row> interactions = new ArrayList<>();
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        if (weights[u][i] > 0) {
          Timestamp at = Timestamp.valueOf(DAY.atTime(0, i));
          interactions.add(RowFactory.create(u, i, weights[u][i], true, at, true));
          interactions.add(RowFactory.create(USERS + u, ITEMS - 1 - i, 1f, true, at, false));
        }
      }
    }
    Row[] index = new Row[ITEMS];
    for (int i = 0; i < ITEMS; i++) {
      index[i] = RowFactory.create("item " + i, i);
    }
    return night
        .with(Table.INTERACTIONS, Lane.SERVE, interactions.toArray(new Row[0]))
        .with(Table.ITEM_INDEX, Lane.SERVE, index);
  }

  private static float[][] weights(long seed) {
    Random random = new Random(seed);
    float[][] weights = new float[USERS][ITEMS];
    for (float[] row : weights) {
      for (int i = 0; i < ITEMS; i++) {
        row[i] = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
      }
    }
    return weights;
  }

  /** Cosine of all pairs of columns, straight from its definition. */
  private static List<Row> bruteForce(
      float[][] weights, boolean weighted, int neighbours, double shrinkage, int minSupport) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ITEMS; i++) {
      Map<Integer, Float> similar = new TreeMap<>();
      for (int j = 0; j < ITEMS; j++) {
        double dot = 0;
        double left = 0;
        double right = 0;
        int common = 0;
        for (float[] user : weights) {
          double a = weighted ? user[i] : Math.signum(user[i]);
          double b = weighted ? user[j] : Math.signum(user[j]);
          dot += a * b;
          left += a * a;
          right += b * b;
          common += a * b > 0 ? 1 : 0;
        }
        if (i != j && common >= minSupport) {
          similar.put(j, (float) (dot / Math.sqrt(left * right) * (common / (common + shrinkage))));
        }
      }
      Row[] best =
          similar.entrySet().stream()
              .sorted(
                  Map.Entry.<Integer, Float>comparingByValue(Comparator.reverseOrder())
                      .thenComparing(Map.Entry.comparingByKey()))
              .limit(neighbours)
              .map(e -> RowFactory.create(e.getKey(), "item " + e.getKey(), e.getValue()))
              .toArray(Row[]::new);
      if (best.length > 0) {
        rows.add(RowFactory.create(i, "item " + i, "cosine", best));
      }
    }
    return rows;
  }

  private static List<String> text(List<Row> rows) {
    return rows.stream()
        .map(
            row -> {
              StringBuilder line =
                  new StringBuilder(row.getInt(0) + row.getString(1) + row.getString(2));
              List<Row> similar =
                  row.get(3) instanceof Row[] array ? List.of(array) : row.getList(3);
              similar.forEach(
                  s ->
                      line.append(
                          " %d %s %.6f".formatted(s.getInt(0), s.getString(1), s.getFloat(2))));
              return line.toString();
            })
        .toList();
  }
}
