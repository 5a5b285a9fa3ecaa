package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimilarityKernelTest {
  private static SimilarityConfig config(
      Measure measure, boolean weighted, double shrinkage, int minSupport) {
    return new SimilarityConfig(measure, weighted, 3, shrinkage, minSupport, 500, 1);
  }

  /** Rows of the users who touch an owned item, as a task gets them. */
  private static CsrMatrix rows(float[][] weights, IntPredicate owned) {
    CsrMatrix.Builder rows = new CsrMatrix.Builder();
    for (float[] user : weights) {
      if (IntStream.range(0, user.length).anyMatch(i -> user[i] > 0 && owned.test(i))) {
        rows.row();
        for (int item = 0; item < user.length; item++) {
          if (user[item] > 0) {
            rows.add(item, user[item]);
          }
        }
      }
    }
    return rows.build();
  }

  private static ItemStats stats(float[][] weights, int items) {
    int[] users = new int[items];
    double[] squares = new double[items];
    for (float[] user : weights) {
      for (int item = 0; item < items; item++) {
        users[item] += user[item] > 0 ? 1 : 0;
        squares[item] += (double) user[item] * user[item];
      }
    }
    return new ItemStats(users, squares, weights.length);
  }

  private static Map<Integer, List<String>> run(
      float[][] weights, int items, IntPredicate owned, SimilarityConfig config) {
    SimilarityKernel kernel =
        new SimilarityKernel(rows(weights, owned), owned, stats(weights, items), config);
    Map<Integer, List<String>> lists = new TreeMap<>();
    TopK top = new TopK(config.neighbours());
    for (int item : kernel.items()) {
      kernel.neighbours(item, top);
      int[] ids = new int[top.size()];
      float[] scores = new float[top.size()];
      top.drain(ids, scores);
      lists.put(
          item, IntStream.range(0, ids.length).mapToObj(i -> ids[i] + "=" + scores[i]).toList());
    }
    return lists;
  }

  /** Five users, items 0..3; by hand: n = 4, 2, 2, 1; 0∧1 = 2, 0∧2 = 1, 1∧2 = 1, 2∧3 = 1. */
  private static final float[][] HAND = {
    {1, 2, 0, 0}, {1, 1, 3, 0}, {2, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 1}
  };

  private static List<String> hand(int item, SimilarityConfig config) {
    return run(HAND, 4, i -> true, config).get(item);
  }

  @Test
  void measuresByHand() {
    assertEquals(
        List.of("1=" + (float) (2 / Math.sqrt(8)), "2=" + (float) (1 / Math.sqrt(8))),
        hand(0, config(Measure.COSINE, false, 0, 1)));
    // 0·1 = 1×2 + 1×1 = 3, 0·2 = 1×3; |0|² = 1 + 1 + 4 + 1 = 7, |1|² = 5, |2|² = 10.
    assertEquals(
        List.of("1=" + (float) (3 / Math.sqrt(35)), "2=" + (float) (3 / Math.sqrt(70))),
        hand(0, config(Measure.COSINE, true, 0, 1)));
    assertEquals(List.of("1=0.5", "2=0.2"), hand(0, config(Measure.JACCARD, false, 0, 1)));
    assertEquals(List.of("1=1.25", "2=0.625"), hand(0, config(Measure.LIFT, false, 0, 1)));
    assertEquals(List.of("3=2.5", "1=1.25", "0=0.625"), hand(2, config(Measure.LIFT, false, 0, 1)));
  }

  @Test
  void logLikelihoodRatioByHand() {
    // 0 and 1: cells 2, 2, 0, 1. G² = 2 (2 ln(2·5/(4·2)) + 2 ln(2·5/(4·3)) + 1 ln(1·5/(1·3))).
    double ratio = 2 * (2 * Math.log(1.25) + 2 * Math.log(10 / 12.0) + Math.log(5 / 3.0));
    List<String> of0 = hand(0, config(Measure.LLR, false, 0, 1));
    // 0 and 2 meet once where chance gives 8/5: no similarity.
    assertEquals(1, of0.size());
    assertTrue(of0.get(0).startsWith("1="));
    assertEquals(1 - 1 / (1 + ratio), Float.parseFloat(of0.get(0).substring(2)), 1e-7);
  }

  @Test
  void shrinksAndAsksForSupport() {
    // 2 users in common: 0.5 × 2/(2 + 2); one user is not enough.
    assertEquals(List.of("1=0.25"), hand(0, config(Measure.JACCARD, false, 2, 2)));
    assertEquals(List.of(), hand(2, config(Measure.JACCARD, false, 2, 2)));
  }

  @Test
  void breaksTiesByItem() {
    float[][] same = {{1, 1, 1, 1, 1, 1}, {1, 1, 1, 1, 1, 1}};
    assertEquals(
        List.of("0=1.0", "1=1.0", "2=1.0"),
        run(same, 6, i -> true, config(Measure.COSINE, false, 0, 1)).get(5));
  }

  @Test
  void oneItemHasNoNeighbours() {
    assertEquals(
        Map.of(0, List.of()),
        run(new float[][] {{1}}, 1, i -> true, config(Measure.COSINE, false, 0, 1)));
    assertEquals(Map.of(), run(new float[0][], 1, i -> true, config(Measure.LLR, false, 0, 1)));
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void equalsBruteForce(Measure measure) {
    for (long seed = 0; seed < 30; seed++) {
      float[][] weights = randomWeights(seed);
      int items = weights[0].length;
      SimilarityConfig config =
          config(measure, seed % 2 == 1, seed % 3 == 0 ? 0 : 10, 1 + (int) (seed % 4));
      Map<Integer, List<String>> expected = bruteForce(weights, items, config);
      assertEquals(expected, run(weights, items, i -> true, config), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7})
  void doesNotDependOnHowItemsAreSplit(int blocks) {
    for (Measure measure : Measure.values()) {
      float[][] weights = randomWeights(blocks);
      int items = weights[0].length;
      SimilarityConfig config = config(measure, true, 5, 1);
      Map<Integer, List<String>> parts = new TreeMap<>();
      for (int b = 0; b < blocks; b++) {
        int block = b;
        parts.putAll(run(weights, items, i -> i % blocks == block, config));
      }
      assertEquals(run(weights, items, i -> true, config), parts);
    }
  }

  private static float[][] randomWeights(long seed) {
    Random random = new Random(seed);
    int items = 1 + random.nextInt(40);
    float[][] weights = new float[1 + random.nextInt(60)][items];
    double density = random.nextDouble();
    for (float[] user : weights) {
      for (int item = 0; item < items; item++) {
        user[item] = random.nextDouble() < density ? 0.1f + 5 * random.nextFloat() : 0;
      }
    }
    return weights;
  }

  private record Neighbour(int item, float score) {}

  private static Map<Integer, List<String>> bruteForce(
      float[][] weights, int items, SimilarityConfig config) {
    ItemStats stats = stats(weights, items);
    Map<Integer, List<String>> lists = new TreeMap<>();
    for (int i = 0; i < items; i++) {
      List<Neighbour> neighbours = new ArrayList<>();
      for (int j = 0; j < items; j++) {
        int common = 0;
        double dot = 0;
        for (float[] user : weights) {
          if (user[i] > 0 && user[j] > 0) {
            common++;
            dot += (double) user[i] * user[j];
          }
        }
        if (j != i && common >= config.minSupport()) {
          double shrunk = common / (common + config.shrinkage());
          float score = (float) (similarity(stats, i, j, common, dot, config) * shrunk);
          neighbours.add(new Neighbour(j, score));
        }
      }
      neighbours.removeIf(n -> n.score() <= 0);
      neighbours.sort(
          Comparator.comparing((Neighbour n) -> -n.score()).thenComparing(Neighbour::item));
      if (stats.users(i) > 0) {
        lists.put(i, neighbours.stream().limit(3).map(n -> n.item() + "=" + n.score()).toList());
      }
    }
    return lists;
  }

  private static double similarity(
      ItemStats stats, int i, int j, int common, double dot, SimilarityConfig config) {
    double n = stats.users(i);
    double m = stats.users(j);
    return switch (config.measure()) {
      case COSINE ->
          config.weighted()
              ? dot / Math.sqrt(stats.squares(i) * stats.squares(j))
              : common / Math.sqrt(n * m);
      case JACCARD -> common / (n + m - common);
      case LIFT -> common * (double) stats.totalUsers() / (n * m);
      // Checked against its definition in LogLikelihoodRatioTest: here, that it gets the right
      // numbers.
      case LLR -> new LogLikelihoodRatio(stats).of(i, j, common, 0);
    };
  }

  @Test
  void refusesRowsThatContradictTheStatistics() {
    SimilarityConfig config = config(Measure.COSINE, false, 0, 1);
    CsrMatrix rows = rows(HAND, i -> true);
    ItemStats fewer = new ItemStats(new int[] {3, 2, 2, 1}, null, 5);
    assertTrue(
        assertThrows(
                IllegalArgumentException.class,
                () -> new SimilarityKernel(rows, i -> true, fewer, config))
            .getMessage()
            .contains("item 0: it has 4 users in the rows and 3"));
    assertArrayEquals(
        new int[] {1, 2}, new SimilarityKernel(rows, i -> i == 1 || i == 2, fewer, config).items());
    ItemStats threeItems = new ItemStats(new int[] {4, 2, 2}, null, 5);
    assertThrows(
        IllegalArgumentException.class,
        () -> new SimilarityKernel(rows, i -> true, threeItems, config));
    assertThrows(IllegalArgumentException.class, () -> new ItemStats(new int[] {6}, null, 5));
    assertThrows(IllegalArgumentException.class, () -> new ItemStats(new int[2], new double[1], 5));
  }

  @Test
  void weightedCosineAsksForSquares() {
    ItemStats stats = new ItemStats(new int[] {4, 2, 2, 1}, null, 5);
    SimilarityKernel kernel =
        new SimilarityKernel(
            rows(HAND, i -> true), i -> true, stats, config(Measure.COSINE, true, 0, 1));
    assertThrows(IllegalStateException.class, () -> kernel.neighbours(0, new TopK(1)));
  }
}
