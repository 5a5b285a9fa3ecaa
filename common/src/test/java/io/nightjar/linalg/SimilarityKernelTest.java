package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SimilarityKernelTest {
  private static final double[][] NO_SQUARES = {};

  private static SimilarityConfig config(
      Measure measure, boolean weighted, double shrinkage, int minSupport) {
    return config(List.of(measure), weighted, shrinkage, minSupport);
  }

  private static SimilarityConfig config(
      List<Measure> measures, boolean weighted, double shrinkage, int minSupport) {
    return new SimilarityConfig(
        measures,
        weighted,
        3,
        shrinkage,
        minSupport,
        500,
        500_000,
        1,
        65_536,
        new SimilarityConfig.AsymmetricCosine(0.25),
        new SimilarityConfig.Tversky(0.5, 2),
        new SimilarityConfig.Bm25(1.5, 0.6),
        new SimilarityConfig.RandomWalk(0.7, 0.9, 0.4),
        new SimilarityConfig.Ease(1, 0, 0));
  }

  /**
   * Users' weights for items, and what they count with.
   *
   * @param counted by user and item, for each weighting; null where there is no interaction
   */
  private record Data(float[][] weights, int items, float[][][] counted, int weightings) {
    static Data of(float[][] weights, int items, SimilarityConfig config) {
      double[] itemWeights = new double[items];
      for (float[] user : weights) {
        Arrays.setAll(itemWeights, item -> itemWeights[item] + user[item]);
      }
      List<Weighting> weightings =
          config.weightings().stream()
              .map(kind -> Weighting.of(kind, config, itemWeights))
              .toList();
      float[][][] counted = new float[weights.length][items][];
      for (int user = 0; user < weights.length; user++) {
        for (int item = 0; item < items; item++) {
          float weight = weights[user][item];
          if (weight > 0) {
            int own = SimilarityKernelTest.items(weights[user]);
            counted[user][item] = new float[weightings.size()];
            for (int k = 0; k < weightings.size(); k++) {
              Weighting weighting = weightings.get(k);
              counted[user][item][k] = weighting.of(weighting.user(own), weight, item);
            }
          }
        }
      }
      return new Data(weights, items, counted, weightings.size());
    }

    /** Some of the items of a user. */
    int[] items(int user, int first, int width, int step) {
      return IntStream.iterate(first, i -> i < first + width, i -> i + step)
          .filter(i -> i < items && weights[user][i] > 0)
          .toArray();
    }

    /** Users in no order, as they come from a shuffle. */
    int[] shuffled() {
      List<Integer> users = new ArrayList<>();
      IntStream.range(0, weights.length).forEach(users::add);
      Collections.shuffle(users, new Random(weights.length));
      return users.stream().mapToInt(user -> user).toArray();
    }

    ItemStats stats() {
      int[] users = new int[items];
      double[][] squares = new double[weightings][items];
      for (int user = 0; user < weights.length; user++) {
        for (int item : items(user, 0, items, 1)) {
          users[item]++;
          for (int k = 0; k < weightings; k++) {
            double weight = counted[user][item][k];
            squares[k][item] += weight * weight;
          }
        }
      }
      return new ItemStats(users, squares, weights.length);
    }
  }

  private static OwnedItems owned(Data data, int block, int blocks) {
    OwnedItems.Builder owned =
        new OwnedItems.Builder(block, blocks, data.items(), data.weightings());
    for (int user : data.shuffled()) {
      int[] items = data.items(user, block, data.items(), blocks);
      if (items.length > 0) {
        owned.user(user);
        for (int item : items) {
          owned.add(item, data.counted()[user][item]);
        }
      }
    }
    return owned.build();
  }

  private static ColumnWindow window(
      Data data, OwnedItems owned, int first, int width, int block, int blocks) {
    ColumnWindow.Builder window = new ColumnWindow.Builder(owned, first, width, data.weightings());
    for (int user : data.shuffled()) {
      int[] items = data.items(user, first, width, 1);
      if (items.length > 0 && data.items(user, block, data.items(), blocks).length > 0) {
        window.user(user, items.length);
        for (int item : items) {
          window.add(item, data.counted()[user][item]);
        }
      }
    }
    return window.build();
  }

  /** Lists of every item with users, by the measure at a place, from so many blocks and windows. */
  private static Map<Integer, List<String>> run(
      float[][] weights, int items, SimilarityConfig config, int measure, int blocks, int width) {
    Data data = Data.of(weights, items, config);
    Map<Integer, List<String>> lists = new TreeMap<>();
    for (int block = 0; block < blocks; block++) {
      OwnedItems owned = owned(data, block, blocks);
      SimilarityKernel kernel = new SimilarityKernel(owned, data.stats(), config);
      for (int first = 0; first < items; first += width) {
        int actual = Math.min(width, items - first);
        kernel.add(window(data, owned, first, actual, block, blocks));
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

  /** Items 0 and 1 share users 0 and 1, who have 2 and 3 items; 0 and 2 share user 1. */
  @Test
  void directedMeasuresByHand() {
    assertNear(
        Map.of(
            1,
            2 / (Math.pow(4, 0.25) * Math.pow(2, 0.75)),
            2,
            1 / (Math.pow(4, 0.25) * Math.pow(2, 0.75))),
        Measure.ASYMMETRIC_COSINE);
    assertNear(Map.of(1, 2 / (2 + 0.5 * 2), 2, 1 / (1 + 0.5 * 3 + 2 * 1)), Measure.TVERSKY);
    // Items 1 and 2 have two users each, and item 0 four.
    double from1 = Math.pow(2, -0.7) * (Math.pow(2, -0.9) + Math.pow(3, -0.9));
    double from2 = Math.pow(2, -0.7) * Math.pow(3, -0.9);
    assertNear(Map.of(1, from1, 2, from2), Measure.P3ALPHA);
    assertNear(Map.of(1, from1 / Math.pow(4, 0.4), 2, from2 / Math.pow(4, 0.4)), Measure.RP3BETA);
  }

  /** Of 4 items, user 0 has 2 and user 1 has 3, which says nothing: ln(4/3) and ln(4/4). */
  @Test
  void weightsOfTextRetrievalByHand() {
    double idf = Math.log(4 / 3.0);
    // Item 0 has users 0, 1, 2, 3 of weights 1, 1, 2, 1; users 2 and 3 have one item: ln(4/2).
    double norm0 = Math.sqrt(idf * idf + 3 * Math.log(2) * Math.log(2));
    double norm1 = Math.sqrt(2 * idf * idf);
    assertNear(Map.of(1, Math.sqrt(2) * idf * idf / (norm0 * norm1)), Measure.TF_IDF);
    // Sums of weights 5, 3, 4, 1 of mean 13/4.
    double length0 = 0.4 + 0.6 * 5 / 3.25;
    double length1 = 0.4 + 0.6 * 3 / 3.25;
    double product = 1 * 2.5 / (1 + 1.5 * length0) * (2 * 2.5 / (2 + 1.5 * length1)) * idf * idf;
    assertNear(Map.of(1, product), Measure.BM25);
  }

  private static void assertNear(Map<Integer, Double> expected, Measure measure) {
    List<String> actual = hand(0, config(measure, false, 0, 1));
    assertEquals(expected.size(), actual.size(), actual.toString());
    for (String neighbour : actual) {
      String[] parts = neighbour.split("=", 2);
      assertEquals(
          expected.get(Integer.parseInt(parts[0])), Double.parseDouble(parts[1]), 1e-6, neighbour);
    }
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
  @EnumSource(value = Measure.class, mode = EnumSource.Mode.EXCLUDE, names = "EASE")
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
    List<Measure> all = config(List.of(Measure.values()), false, 0, 1).counted();
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
  @EnumSource(value = Measure.class, mode = EnumSource.Mode.EXCLUDE, names = "EASE")
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
    Map<Integer, List<String>> lists = new TreeMap<>();
    int[] n = new int[items];
    Arrays.setAll(n, item -> users(weights, item));
    float[][] counted = counted(weights, items, config, measure);
    for (int i = 0; i < items; i++) {
      List<Neighbour> neighbours = new ArrayList<>();
      for (int j = 0; j < items; j++) {
        int common = 0;
        for (float[] user : weights) {
          common += user[i] > 0 && user[j] > 0 ? 1 : 0;
        }
        if (j != i && common >= config.minSupport()) {
          double similarity = similarity(counted, n, i, j, common, config, measure);
          float score = (float) (similarity * (common / (common + config.shrinkage())));
          neighbours.add(new Neighbour(j, score));
        }
      }
      neighbours.removeIf(neighbour -> neighbour.score() <= 0);
      neighbours.sort(
          Comparator.comparing((Neighbour neighbour) -> -neighbour.score())
              .thenComparing(Neighbour::item));
      if (n[i] > 0) {
        lists.put(
            i,
            neighbours.stream()
                .limit(3)
                .map(neighbour -> neighbour.item() + "=" + neighbour.score())
                .toList());
      }
    }
    return lists;
  }

  private static int users(float[][] weights, int item) {
    return (int) Stream.of(weights).filter(user -> user[item] > 0).count();
  }

  private static int items(float[] user) {
    return (int) IntStream.range(0, user.length).filter(item -> user[item] > 0).count();
  }

  /** What each user's items count with in a measure, by the formulas. */
  private static float[][] counted(
      float[][] weights, int items, SimilarityConfig config, Measure measure) {
    double[] sums = new double[items];
    for (float[] user : weights) {
      Arrays.setAll(sums, item -> sums[item] + user[item]);
    }
    double mean = DoubleStream.of(sums).reduce(0, Double::sum) / items;
    float[][] counted = new float[weights.length][items];
    for (int u = 0; u < weights.length; u++) {
      double own = items(weights[u]);
      double idf = Math.max(0, StrictMath.log(items / (1.0 + own)));
      for (int item = 0; item < items; item++) {
        double w = weights[u][item];
        counted[u][item] =
            w == 0
                ? 0
                : (float)
                    switch (measure) {
                      case TF_IDF -> Math.sqrt(w) * idf;
                      case BM25 ->
                          w * (1.5 + 1) / (w + 1.5 * (1 - 0.6 + 0.6 * sums[item] / mean)) * idf;
                      case P3ALPHA, RP3BETA -> StrictMath.pow(own, -0.9 / 2);
                      default -> config.weighted() ? w : 1;
                    };
      }
    }
    return counted;
  }

  private static double similarity(
      float[][] counted,
      int[] n,
      int i,
      int j,
      double common,
      SimilarityConfig config,
      Measure measure) {
    double all = counted.length;
    return switch (measure) {
      case COSINE ->
          config.weighted() ? cosine(counted, i, j) : common / Math.sqrt((double) n[i] * n[j]);
      case JACCARD -> common / (n[i] + n[j] - common);
      case LIFT -> common * all / ((double) n[i] * n[j]);
      // Checked against its definition in LogLikelihoodRatioTest: here, that it gets the right
      // numbers.
      case LLR ->
          LogLikelihoodRatioTest.similarity(
              new ItemStats(n, new double[0][], counted.length), i, j, (int) common);
      case ASYMMETRIC_COSINE ->
          common * StrictMath.pow(n[i], -0.25) * StrictMath.pow(n[j], 0.25 - 1);
      case TVERSKY -> common / (common + (0.5 * (n[i] - common) + 2 * (n[j] - common)));
      case TF_IDF -> cosine(counted, i, j);
      case BM25 -> dot(counted, i, j);
      case P3ALPHA -> dot(counted, i, j) * StrictMath.pow(n[j], -0.7);
      case RP3BETA -> dot(counted, i, j) * StrictMath.pow(n[i], -0.4) * StrictMath.pow(n[j], -0.7);
      case EASE -> throw new IllegalArgumentException("not from pairs");
    };
  }

  private static double dot(float[][] counted, int i, int j) {
    double dot = 0;
    for (float[] user : counted) {
      dot += (double) user[i] * user[j];
    }
    return dot;
  }

  private static double cosine(float[][] counted, int i, int j) {
    double squares = dot(counted, i, i) * dot(counted, j, j);
    return squares > 0 ? dot(counted, i, j) / Math.sqrt(squares) : 0;
  }

  @Test
  void refusesABlockThatContradictsTheStatistics() {
    SimilarityConfig config = config(Measure.COSINE, false, 0, 1);
    ItemStats fewer = new ItemStats(new int[] {3, 2, 2, 1}, NO_SQUARES, 5);
    Data hand = Data.of(HAND, 4, config);
    OwnedItems all = owned(hand, 0, 1);
    assertTrue(
        assertThrows(IllegalArgumentException.class, () -> new SimilarityKernel(all, fewer, config))
            .getMessage()
            .contains("item 0: it has 4 users in the block and 3"));
    OwnedItems odd = owned(hand, 1, 2);
    assertEquals(List.of(1, 3), List.of(odd.item(0), odd.item(1)));
    new SimilarityKernel(odd, fewer, config);
    assertThrows(IllegalArgumentException.class, () -> new ItemStats(new int[] {6}, NO_SQUARES, 5));
    assertThrows(
        IllegalArgumentException.class, () -> new ItemStats(new int[2], new double[1][1], 5));
  }

  @Test
  void refusesWhatIsNotTheBlocksOrTheWindows() {
    OwnedItems.Builder owned = new OwnedItems.Builder(1, 2, 4, 0);
    owned.user(7);
    assertThrows(IllegalArgumentException.class, () -> owned.add(2));
    assertThrows(IllegalArgumentException.class, () -> owned.add(5));
    owned.add(3);
    ColumnWindow.Builder window = new ColumnWindow.Builder(owned.build(), 2, 2, 0);
    assertThrows(IllegalArgumentException.class, () -> window.user(6, 1));
    window.user(7, 1);
    assertThrows(IllegalArgumentException.class, () -> window.add(1));
    assertThrows(IllegalArgumentException.class, () -> window.add(4));
    assertThrows(
        IllegalArgumentException.class,
        () -> new ColumnWindow.Builder(owned.build(), 0, ColumnWindow.MAX_WIDTH + 1, 0));
  }

  @Test
  void weightedCosineAsksForSquares() {
    SimilarityConfig config = config(Measure.COSINE, true, 0, 1);
    Data hand = Data.of(HAND, 4, config);
    ItemStats stats = new ItemStats(new int[] {4, 2, 2, 1}, new double[1][], 5);
    OwnedItems all = owned(hand, 0, 1);
    SimilarityKernel kernel = new SimilarityKernel(all, stats, config);
    assertThrows(IllegalStateException.class, () -> kernel.add(window(hand, all, 0, 4, 0, 1)));
  }
}
