package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimilarityKernelTest {
  private static SimilarityConfig config(
      Measure measure, boolean weighted, double shrinkage, int minSupport) {
    return config(List.of(measure), weighted, shrinkage, minSupport);
  }

  private static SimilarityConfig config(
      List<Measure> measures, boolean weighted, double shrinkage, int minSupport) {
    return new SimilarityConfig(
        measures, weighted, 3, shrinkage, minSupport, 500, 500_000, 1, 65_536);
  }

  private static OwnedItems owned(float[][] weights, int items, int block, int blocks) {
    OwnedItems.Builder owned = new OwnedItems.Builder(block, blocks, items, true);
    for (int user : shuffled(weights)) {
      if (touches(weights[user], block, blocks)) {
        owned.user(user);
        for (int item = block; item < items; item += blocks) {
          if (weights[user][item] > 0) {
            owned.add(item, weights[user][item]);
          }
        }
      }
    }
    return owned.build();
  }

  private static ColumnWindow window(
      float[][] weights, OwnedItems owned, int first, int width, int block, int blocks) {
    ColumnWindow.Builder window = new ColumnWindow.Builder(owned, first, width, true);
    for (int user : shuffled(weights)) {
      float[] row = weights[user];
      int[] items = IntStream.range(first, first + width).filter(i -> row[i] > 0).toArray();
      if (items.length > 0 && touches(row, block, blocks)) {
        window.user(user, items.length);
        for (int item : items) {
          window.add(item, row[item]);
        }
      }
    }
    return window.build();
  }

  /** Users in no order, as they come from a shuffle. */
  private static int[] shuffled(float[][] weights) {
    List<Integer> users = new ArrayList<>();
    IntStream.range(0, weights.length).forEach(users::add);
    Collections.shuffle(users, new Random(weights.length));
    return users.stream().mapToInt(user -> user).toArray();
  }

  private static boolean touches(float[] user, int block, int blocks) {
    return IntStream.range(0, user.length).anyMatch(i -> user[i] > 0 && i % blocks == block);
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

  /** Lists of every item with users, by the measure at a place, from so many blocks and windows. */
  private static Map<Integer, List<String>> run(
      float[][] weights, int items, SimilarityConfig config, int measure, int blocks, int width) {
    Map<Integer, List<String>> lists = new TreeMap<>();
    for (int block = 0; block < blocks; block++) {
      OwnedItems owned = owned(weights, items, block, blocks);
      SimilarityKernel kernel = new SimilarityKernel(owned, stats(weights, items), config);
      for (int first = 0; first < items; first += width) {
        int actual = Math.min(width, items - first);
        kernel.add(window(weights, owned, first, actual, block, blocks));
      }
      int[] ids = new int[config.neighbours()];
      float[] scores = new float[config.neighbours()];
      for (int place = 0; place < owned.places(); place++) {
        int length = kernel.drain(measure, place, ids, scores);
        if (owned.users(place) > 0) {
          lists.put(
              owned.item(place),
              IntStream.range(0, length).mapToObj(i -> ids[i] + "=" + scores[i]).toList());
        }
      }
    }
    return lists;
  }

  private static Map<Integer, List<String>> run(
      float[][] weights, int items, SimilarityConfig config) {
    return run(weights, items, config, 0, 1, items);
  }

  /** Five users, items 0..3; by hand: n = 4, 2, 2, 1; 0∧1 = 2, 0∧2 = 1, 1∧2 = 1, 2∧3 = 1. */
  private static final float[][] HAND = {
    {1, 2, 0, 0}, {1, 1, 3, 0}, {2, 0, 0, 0}, {1, 0, 0, 0}, {0, 0, 1, 1}
  };

  private static List<String> hand(int item, SimilarityConfig config) {
    return run(HAND, 4, config).get(item);
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
        run(same, 6, config(Measure.COSINE, false, 0, 1)).get(5));
  }

  @Test
  void oneItemHasNoNeighbours() {
    assertEquals(
        Map.of(0, List.of()), run(new float[][] {{1}}, 1, config(Measure.COSINE, false, 0, 1)));
    assertEquals(Map.of(), run(new float[0][], 1, config(Measure.LLR, false, 0, 1)));
  }

  @ParameterizedTest
  @EnumSource(Measure.class)
  void equalsBruteForce(Measure measure) {
    for (long seed = 0; seed < 60; seed++) {
      float[][] weights = randomWeights(seed);
      int items = weights[0].length;
      SimilarityConfig config =
          config(measure, seed % 2 == 1, seed % 3 == 0 ? 0 : 10, 1 + (int) (seed % 4));
      Map<Integer, List<String>> expected = bruteForce(weights, items, config, measure);
      assertEquals(expected, run(weights, items, config), "seed " + seed);
    }
  }

  /** All in one pass, so that a measure must not disturb another. */
  @ParameterizedTest
  @CsvSource({"1, 1", "1, 7", "2, 5", "3, 64", "7, 3", "50, 13"})
  void dependsNeitherOnBlocksNorOnWindowsNorOnOtherMeasures(int blocks, int width) {
    List<Measure> all = List.of(Measure.values());
    for (long seed = 0; seed < 10; seed++) {
      float[][] weights = randomWeights(seed);
      int items = weights[0].length;
      for (boolean weighted : new boolean[] {false, true}) {
        SimilarityConfig config = config(all, weighted, 5, 1);
        for (int m = 0; m < all.size(); m++) {
          assertEquals(
              bruteForce(weights, items, config, all.get(m)),
              run(weights, items, config, m, blocks, width),
              "seed %d, %s".formatted(seed, all.get(m)));
        }
      }
    }
  }

  /** Where many pairs tie, what is passed over for the threshold must not be among the best. */
  @ParameterizedTest
  @EnumSource(Measure.class)
  void keepsTheFirstOfManyTies(Measure measure) {
    Random random = new Random(5);
    float[][] weights = new float[6][300];
    for (float[] user : weights) {
      for (int item = 0; item < user.length; item++) {
        user[item] = random.nextInt(3) == 0 ? 1 : 0;
      }
    }
    SimilarityConfig config = config(measure, true, 0.3, 1);
    assertEquals(bruteForce(weights, 300, config, measure), run(weights, 300, config));
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
      float[][] weights, int items, SimilarityConfig config, Measure measure) {
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
          float score =
              (float) (similarity(stats, i, j, common, dot, config.weighted(), measure) * shrunk);
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
      ItemStats stats, int i, int j, int common, double dot, boolean weighted, Measure measure) {
    double n = stats.users(i);
    double m = stats.users(j);
    return switch (measure) {
      case COSINE ->
          weighted
              ? dot / Math.sqrt(stats.squares(i) * stats.squares(j))
              : common / Math.sqrt(n * m);
      case JACCARD -> common / (n + m - common);
      case LIFT -> common * (double) stats.totalUsers() / (n * m);
      // Checked against its definition in LogLikelihoodRatioTest: here, that it gets the right
      // numbers.
      case LLR -> LogLikelihoodRatioTest.similarity(stats, i, j, common);
    };
  }

  @Test
  void refusesABlockThatContradictsTheStatistics() {
    SimilarityConfig config = config(Measure.COSINE, false, 0, 1);
    ItemStats fewer = new ItemStats(new int[] {3, 2, 2, 1}, null, 5);
    OwnedItems all = owned(HAND, 4, 0, 1);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new SimilarityKernel(all, fewer, config))
            .getMessage()
            .contains("item 0: it has 4 users in the block and 3"));
    OwnedItems odd = owned(HAND, 4, 1, 2);
    assertEquals(List.of(1, 3), List.of(odd.item(0), odd.item(1)));
    new SimilarityKernel(odd, fewer, config);
    assertThrows(IllegalArgumentException.class, () -> new ItemStats(new int[] {6}, null, 5));
    assertThrows(IllegalArgumentException.class, () -> new ItemStats(new int[2], new double[1], 5));
  }

  @Test
  void refusesWhatIsNotTheBlocksOrTheWindows() {
    OwnedItems.Builder owned = new OwnedItems.Builder(1, 2, 4, false);
    owned.user(7);
    assertThrows(IllegalArgumentException.class, () -> owned.add(2, 1));
    assertThrows(IllegalArgumentException.class, () -> owned.add(5, 1));
    owned.add(3, 1);
    ColumnWindow.Builder window = new ColumnWindow.Builder(owned.build(), 2, 2, false);
    assertThrows(IllegalArgumentException.class, () -> window.user(6, 1));
    window.user(7, 1);
    assertThrows(IllegalArgumentException.class, () -> window.add(1, 1));
    assertThrows(IllegalArgumentException.class, () -> window.add(4, 1));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ColumnWindow.Builder(owned.build(), 0, ColumnWindow.MAX_WIDTH + 1, false));
  }

  @Test
  void weightedCosineAsksForSquares() {
    ItemStats stats = new ItemStats(new int[] {4, 2, 2, 1}, null, 5);
    OwnedItems all = owned(HAND, 4, 0, 1);
    SimilarityKernel kernel = new SimilarityKernel(all, stats, config(Measure.COSINE, true, 0, 1));
    assertThrows(IllegalStateException.class, () -> kernel.add(window(HAND, all, 0, 4, 0, 1)));
  }
}
