package io.nightjar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankedHitsTest {
  private static final double EPS = 1e-12;

  /** Hits at ranks 2, 3 and 6 of 6; four are relevant. */
  private static final RankedHits HAND =
      RankedHits.of(new int[] {10, 20, 30, 40, 50, 60}, new int[] {60, 30, 99, 20});

  @Test
  void countsByHand() {
    assertEquals(0, HAND.precision(1));
    assertEquals(2 / 5.0, HAND.precision(5));
    assertEquals(3 / 10.0, HAND.precision(10));
    assertEquals(0, HAND.recall(1));
    assertEquals(2 / 4.0, HAND.recall(3));
    assertEquals(3 / 4.0, HAND.recall(10));
    assertEquals(0, HAND.cappedRecall(1));
    assertEquals(2 / 3.0, HAND.cappedRecall(3));
    assertEquals(3 / 4.0, HAND.cappedRecall(10));
    assertEquals(0, HAND.hitRate(1));
    assertEquals(1, HAND.hitRate(2));
    assertEquals(0, HAND.reciprocalRank(1));
    assertEquals(1 / 2.0, HAND.reciprocalRank(6));
  }

  @Test
  void averagePrecisionByHand() {
    assertEquals(0, HAND.averagePrecision(1));
    // Precision at the hits: 1/2, 2/3, 3/6.
    assertEquals((1 / 2.0 + 2 / 3.0) / 3, HAND.averagePrecision(3), EPS);
    assertEquals((1 / 2.0 + 2 / 3.0 + 3 / 6.0) / 4, HAND.averagePrecision(6), EPS);
  }

  @Test
  void ndcgByHand() {
    // log2 of 2, 3, 4, 5, 7: 1, 1.584963, 2, 2.321928, 2.807355.
    assertEquals(0, HAND.ndcg(1));
    assertEquals((0.630930 + 0.5) / (1 + 0.630930 + 0.5), HAND.ndcg(3), 1e-6);
    assertEquals((0.630930 + 0.5 + 0.356207) / (1 + 0.630930 + 0.5 + 0.430677), HAND.ndcg(6), 1e-6);
  }

  @Test
  void aPerfectListHasOnes() {
    RankedHits perfect = RankedHits.of(new int[] {3, 1, 2, 9, 8}, new int[] {1, 2, 3});
    for (int k = 1; k <= 10; k++) {
      assertEquals(1, perfect.ndcg(k));
      assertEquals(1, perfect.averagePrecision(k));
      assertEquals(1, perfect.cappedRecall(k));
      assertEquals(1, perfect.reciprocalRank(k));
    }
    assertEquals(1, perfect.recall(3));
  }

  @Test
  void anEmptyListHasZeros() {
    RankedHits empty = RankedHits.of(new int[0], new int[] {1});
    for (RankingMetric metric : RankingMetric.values()) {
      assertEquals(metric == RankingMetric.AUC ? 0.5 : 0, metric.of(empty, 5), metric.label());
    }
  }

  /** Ten items to rank; 1, 4 and 9 are relevant, of which 9 is not listed. */
  @Test
  void pairsInTheRightOrderByHand() {
    RankedHits hits = RankedHits.of(new int[] {1, 2, 4, 3}, new int[] {1, 4, 9}, new int[0], 10);
    // 1 is before all seven others, 4 before all but 2; 9 is behind 2 and 3, and level with five.
    assertEquals((7 + 6 + 2.5) / 21, hits.auc(4), 1e-12);
    // Of the first alone, 4 and 9 are level with all seven.
    assertEquals((7 + 3.5 + 3.5) / 21, hits.auc(1), 1e-12);
    assertEquals(0.5, RankedHits.of(new int[] {1}, new int[] {1}).auc(1), "nothing else to rank");
  }

  /** Pairs looked at one by one. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void pairsInTheRightOrderEqualTheDefinition(long seed) {
    Random random = new Random(seed);
    int[] ranked = distinct(random, random.nextInt(30));
    int[] relevant = distinct(random, 1 + random.nextInt(20));
    int items = 1000;
    for (int k : new int[] {1, 5, 35}) {
      List<Integer> listed = Arrays.stream(ranked).limit(k).boxed().toList();
      Set<Integer> wanted = Arrays.stream(relevant).boxed().collect(Collectors.toSet());
      double right = 0;
      for (int good : relevant) {
        for (int item = 0; item < items; item++) {
          if (!wanted.contains(item)) {
            int at = listed.contains(good) ? listed.indexOf(good) : items;
            int other = listed.contains(item) ? listed.indexOf(item) : items;
            right += at < other ? 1 : at == other ? 0.5 : 0;
          }
        }
      }
      assertEquals(
          right / relevant.length / (items - relevant.length),
          RankedHits.of(ranked, relevant, new int[0], items).auc(k),
          1e-12);
    }
  }

  @Test
  void whatIsObviousIsNoSerendipity() {
    RankedHits hits =
        RankedHits.of(new int[] {1, 2, 4, 3}, new int[] {1, 4, 9}, new int[] {7, 1, 4}, 10);
    assertEquals(1, hits.serendipity(1), "the first of the obvious ones is 7");
    assertEquals(0, hits.serendipity(2));
    assertEquals(0, hits.serendipity(3));
    assertEquals(2 / 4.0, RankedHits.of(new int[] {1, 2, 4, 3}, new int[] {1, 4}).serendipity(4));
  }

  @Test
  void refusesWhatHasNoMeaning() {
    int[] one = {1};
    assertThrows(IllegalArgumentException.class, () -> RankedHits.of(new int[] {1, 2, 1}, one));
    assertThrows(IllegalArgumentException.class, () -> RankedHits.of(one, new int[] {4, 4}));
    assertThrows(IllegalArgumentException.class, () -> RankedHits.of(one, new int[0]));
    assertThrows(IllegalArgumentException.class, () -> HAND.precision(0));
    assertThrows(IllegalArgumentException.class, () -> HAND.ndcg(-1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void equalsTheDefinitions(long seed) {
    Random random = new Random(seed);
    int[] ranked = distinct(random, random.nextInt(30));
    int[] relevant = distinct(random, 1 + random.nextInt(20));
    Set<Integer> wanted = Arrays.stream(relevant).boxed().collect(Collectors.toSet());
    RankedHits hits = RankedHits.of(ranked, relevant);
    for (int k = 1; k <= 35; k++) {
      int n = Math.min(k, ranked.length);
      int found = 0;
      double precisions = 0;
      double gain = 0;
      double reciprocal = 0;
      for (int r = 1; r <= n; r++) {
        if (wanted.contains(ranked[r - 1])) {
          found++;
          precisions += (double) found / r;
          gain += 1 / (Math.log(r + 1) / Math.log(2));
          reciprocal = reciprocal == 0 ? 1.0 / r : reciprocal;
        }
      }
      int most = Math.min(k, relevant.length);
      double ideal =
          IntStream.rangeClosed(1, most).mapToDouble(r -> Math.log(2) / Math.log(r + 1)).sum();
      assertEquals((double) found / k, RankingMetric.PRECISION.of(hits, k), EPS);
      assertEquals((double) found / relevant.length, RankingMetric.RECALL.of(hits, k), EPS);
      assertEquals((double) found / most, RankingMetric.CAPPED_RECALL.of(hits, k), EPS);
      assertEquals(gain / ideal, RankingMetric.NDCG.of(hits, k), EPS);
      assertEquals(precisions / most, RankingMetric.MAP.of(hits, k), EPS);
      assertEquals(reciprocal, RankingMetric.MRR.of(hits, k), EPS);
      assertEquals(found > 0 ? 1 : 0, RankingMetric.HIT_RATE.of(hits, k), EPS);
    }
  }

  private static int[] distinct(Random random, int count) {
    Set<Integer> items = new HashSet<>();
    while (items.size() < count) {
      items.add(random.nextInt(60));
    }
    List<Integer> shuffled = items.stream().collect(Collectors.toList());
    Collections.shuffle(shuffled, random);
    return shuffled.stream().mapToInt(Integer::intValue).toArray();
  }
}
