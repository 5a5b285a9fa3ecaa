package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactorScorerTest {
  private static float[] random(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** The definition, one multiply-add at a time. */
  private static float dot(float[] users, int user, float[] items, int item, int rank) {
    float sum = 0;
    for (int f = 0; f < rank; f++) {
      sum = Math.fma(users[user * rank + f], items[item * rank + f], sum);
    }
    return sum;
  }

  private static List<List<String>> select(
      FactorScorer scorer, float[] users, int[][] seen, int k) {
    TopK[] into = selections(seen.length, k);
    scorer.topK(users, seen, into);
    return lists(into);
  }

  private static TopK[] selections(int users, int k) {
    TopK[] selections = new TopK[users];
    Arrays.setAll(selections, u -> new TopK(k));
    return selections;
  }

  private static List<List<String>> lists(TopK[] into) {
    List<List<String>> lists = new ArrayList<>();
    for (TopK top : into) {
      int[] ids = new int[top.size()];
      float[] scores = new float[top.size()];
      top.drain(ids, scores);
      lists.add(IntStream.range(0, ids.length).mapToObj(i -> ids[i] + "=" + scores[i]).toList());
    }
    return lists;
  }

  @Test
  void scoresByHand() {
    float[] items = {1, 0, 0, 1, 2, 2};
    FactorScorer scorer = FactorScorer.of(items, 2, new BitSet());
    float[] users = {1, 3, -1, 0};
    assertEquals(
        List.of(List.of("2=8.0", "1=3.0"), List.of("1=0.0", "0=-1.0")),
        select(scorer, users, new int[][] {null, {2}}, 2));
  }

  @ParameterizedTest
  @CsvSource({
    // users, items, rank, k
    "1, 1, 1, 1",
    "1, 1, 1, 5",
    "2, 511, 3, 10",
    "31, 512, 4, 7",
    "33, 513, 5, 20",
    "70, 1500, 7, 2000",
    "5, 1030, 64, 50",
    "3, 40, 13, 40",
    "0, 40, 13, 40",
    "4, 0, 8, 3"
  })
  void equalsBruteForceToTheBit(int users, int items, int rank, int k) {
    Random random = new Random(31L * users + items);
    float[] itemFactors = random(random, items * rank);
    float[] userFactors = random(random, users * rank);
    if (items > 20) {
      // Equal items, far apart: ties that cross tiles.
      System.arraycopy(itemFactors, 0, itemFactors, (items - 1) * rank, rank);
    }
    BitSet ineligible = new BitSet();
    IntStream.range(0, items / 10).forEach(i -> ineligible.set(random.nextInt(items)));
    int[][] seen = new int[users][];
    for (int u = 0; u < users; u++) {
      int count = u % 3 == 0 ? 0 : random.nextInt(items + 1);
      seen[u] = random.ints(count, 0, Math.max(1, items)).sorted().toArray();
    }

    List<List<String>> expected = new ArrayList<>();
    for (int u = 0; u < users; u++) {
      int user = u;
      BitSet excluded = (BitSet) ineligible.clone();
      IntStream.of(seen[u]).forEach(excluded::set);
      expected.add(
          IntStream.range(0, items)
              .filter(item -> !excluded.get(item))
              .boxed()
              .sorted(
                  Comparator.comparing(
                          (Integer item) -> -dot(userFactors, user, itemFactors, item, rank))
                      .thenComparing(item -> item))
              .limit(k)
              .map(item -> item + "=" + dot(userFactors, user, itemFactors, item, rank))
              .toList());
    }
    FactorScorer scorer = FactorScorer.of(itemFactors, rank, ineligible);
    assertEquals(items, scorer.items());
    assertEquals(rank, scorer.rank());
    assertEquals(expected, select(scorer, userFactors, seen, k));

    int cut = random.nextInt(items + 1);
    TopK[] carried = selections(users, k);
    for (int[] run : new int[][] {{cut, items}, {0, cut}}) {
      FactorScorer.of(
              run[0],
              Arrays.copyOfRange(itemFactors, run[0] * rank, run[1] * rank),
              rank,
              ineligible.get(run[0], run[1]))
          .topK(userFactors, seen, carried);
    }
    assertEquals(expected, lists(carried), "runs of items, cut at " + cut);
  }

  /** Items of every length, so that most are passed over, and some that just reach. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void passesOverNoItemThatCouldReach(long seed) throws Exception {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(20);
    int items = 2000;
    float[] factors = random(random, items * rank);
    for (int item = 0; item < items; item++) {
      float length = (float) Math.exp(-4 * random.nextDouble());
      for (int f = 0; f < rank; f++) {
        factors[item * rank + f] *= length;
      }
    }
    float[] users = random(random, 70 * rank);
    // The first user is parallel to all of the last items: their bound is their score.
    for (int item = items - 40; item < items; item++) {
      for (int f = 0; f < rank; f++) {
        factors[item * rank + f] = users[f] * (1 + item % 3);
      }
    }
    Arrays.fill(users, rank, 2 * rank, 0f);
    FactorScorer scorer = copy(FactorScorer.of(factors, rank, new BitSet()));
    List<List<String>> lists = select(scorer, users, new int[70][], 20);
    for (int u = 0; u < 70; u++) {
      int user = u;
      assertEquals(
          IntStream.range(0, items)
              .boxed()
              .sorted(
                  Comparator.comparing((Integer i) -> -dot(users, user, factors, i, rank))
                      .thenComparing(i -> i))
              .limit(20)
              .map(i -> i + "=" + (dot(users, user, factors, i, rank) + 0f))
              .toList(),
          lists.get(u),
          "user " + u);
    }
  }

  /** A broadcast in small. */
  private static FactorScorer copy(FactorScorer scorer) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(scorer);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (FactorScorer) in.readObject();
    }
  }

  @Test
  void givesNothingIfEverythingIsExcluded() {
    BitSet even = new BitSet();
    IntStream.range(0, 5).forEach(i -> even.set(2 * i));
    FactorScorer scorer = FactorScorer.of(new float[10], 1, even);
    int[][] seen = {{1, 3, 5, 7, 9}, {0, 1, 3, 5, 9}};
    assertEquals(List.of(List.of(), List.of("7=0.0")), select(scorer, new float[] {1, 1}, seen, 3));
  }

  @Test
  void keepsWhatASelectionHoldsAlready() {
    TopK top = new TopK(2);
    top.offer(77, 1.5f);
    FactorScorer.of(new float[] {1, 2}, 1, new BitSet())
        .topK(new float[] {1}, new int[1][], new TopK[] {top});
    int[] ids = new int[2];
    top.drain(ids, new float[2]);
    assertEquals(List.of(1, 77), IntStream.of(ids).boxed().toList());
  }

  @Test
  void refusesBadShapesAndNumbers() {
    BitSet none = new BitSet();
    refused("rank 2", () -> FactorScorer.of(new float[3], 2, none));
    refused("rank 0", () -> FactorScorer.of(new float[0], 0, none));
    refused(
        "factor 1 of item row 1", () -> FactorScorer.of(new float[] {1, 2, 3, Float.NaN}, 2, none));
    FactorScorer scorer = FactorScorer.of(new float[4], 2, none);
    TopK[] into = {new TopK(1)};
    refused("3 numbers", () -> scorer.topK(new float[3], new int[1][], into));
    refused("1 users", () -> scorer.topK(new float[2], new int[2][], into));
    float[] infinite = {Float.POSITIVE_INFINITY, 0};
    refused("user row 0", () -> scorer.topK(infinite, new int[1][], into));
    refused("item 0", () -> scorer.topK(new float[2], new int[][] {{1, 0}}, into));
    refused("item -1", () -> scorer.topK(new float[2], new int[][] {{-1}}, into));
  }

  private static void refused(String part, Runnable call) {
    IllegalArgumentException error = assertThrows(IllegalArgumentException.class, call::run);
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
