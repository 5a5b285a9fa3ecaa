package io.nightjar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueMetricsTest {
  private static final double EPS = 1e-12;

  @Test
  void byHand() {
    long[] slots = {6, 3, 0, 1};
    long[] itemUsers = {8, 4, 2, 0};
    CatalogueMetrics metrics = CatalogueMetrics.of(slots, 6, 2, itemUsers, 8, 0.5);
    assertEquals(3 / 4.0, metrics.coverage());
    // Ascending 0, 1, 3, 6 with coefficients −3, −1, 1, 3: 20 over 4 × 10.
    assertEquals(20 / 40.0, metrics.gini());
    assertEquals(9 / 10.0, metrics.popularityShare());
    // Bits: log2(8/8) = 0, log2(8/4) = 1, and log2(8/1) = 3 for the item without users.
    assertEquals((6 * 0 + 3 * 1 + 1 * 3) / 10.0, metrics.novelty(), EPS);
    // Of 15 pairs of lists, all share the first item and 3 the second, of 2 places.
    assertEquals(1 - (15 + 3) / 15.0 / 2, metrics.personalisation(), EPS);
  }

  @Test
  void giniSpansEvenToOneHasAll() {
    long[] users = {1, 1, 1, 1};
    assertEquals(0, CatalogueMetrics.of(new long[] {5, 5, 5, 5}, 5, 4, users, 2, 0).gini());
    assertEquals(0.75, CatalogueMetrics.of(new long[] {0, 0, 7, 0}, 7, 1, users, 2, 0).gini());
  }

  @Test
  void headIsRoundedUpAndTiesGoToTheLowerItem() {
    long[] slots = {1, 10, 100, 1000};
    long[] users = {1, 2, 2, 2};
    assertEquals(0, CatalogueMetrics.of(slots, 1000, 4, users, 2, 0).popularityShare());
    assertEquals(
        10 / 1111.0, CatalogueMetrics.of(slots, 1000, 4, users, 2, 0.01).popularityShare());
    assertEquals(
        110 / 1111.0, CatalogueMetrics.of(slots, 1000, 4, users, 2, 0.26).popularityShare());
    assertEquals(1, CatalogueMetrics.of(slots, 1000, 4, users, 2, 1).popularityShare());
    // 0.07 × 100 is 7.000000000000001 in binary.
    long[] hundred = new long[100];
    hundred[7] = 1;
    assertEquals(0, CatalogueMetrics.of(hundred, 1, 1, new long[100], 1, 0.07).popularityShare());
  }

  @Test
  void personalisationSpansOneListForAllToNothingShared() {
    long[] users = {1, 1, 1, 1};
    assertEquals(0, of(new long[] {3, 3, 0, 0}, 3, 2, users).personalisation());
    assertEquals(1, of(new long[] {1, 1, 1, 1}, 2, 2, users).personalisation());
    assertEquals(1, of(new long[] {1, 1, 0, 0}, 1, 2, users).personalisation());
    // A list that is empty shares nothing: of 3 pairs of lists, one shares both items.
    assertEquals(2 / 3.0, of(new long[] {2, 2, 0, 0}, 3, 2, users).personalisation(), EPS);
  }

  private static CatalogueMetrics of(long[] slots, long lists, int k, long[] itemUsers) {
    return CatalogueMetrics.of(slots, lists, k, itemUsers, 2, 0.1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsTheDefinitions(long seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(50);
    long users = 20;
    int k = 1 + random.nextInt(n);
    List<Set<Integer>> lists = new ArrayList<>();
    long[] slots = new long[n];
    for (int list = 0; list < 30; list++) {
      Set<Integer> items = new HashSet<>();
      for (int draw = list == 0 ? 1 : random.nextInt(k + 1); draw > 0; draw--) {
        items.add(random.nextInt(n));
      }
      items.forEach(item -> slots[item]++);
      lists.add(items);
    }
    long[] itemUsers = random.longs(n, 0, users + 1).toArray();
    double total = 0;
    double differences = 0;
    double bits = 0;
    int covered = 0;
    for (int i = 0; i < n; i++) {
      total += slots[i];
      covered += slots[i] > 0 ? 1 : 0;
      for (int s = 0; s < slots[i]; s++) {
        bits += -Math.log((double) Math.max(1, itemUsers[i]) / users) / Math.log(2);
      }
      for (int j = 0; j < n; j++) {
        differences += Math.abs(slots[i] - slots[j]);
      }
    }
    double head =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> -itemUsers[i]).thenComparing(i -> i))
            .limit((n + 3) / 4)
            .mapToLong(i -> slots[i])
            .sum();
    double apart = 0;
    for (int a = 0; a < lists.size(); a++) {
      for (int b = 0; b < a; b++) {
        apart += 1 - (double) lists.get(a).stream().filter(lists.get(b)::contains).count() / k;
      }
    }
    CatalogueMetrics metrics = CatalogueMetrics.of(slots, lists.size(), k, itemUsers, users, 0.25);
    assertEquals(apart / (30 * 29 / 2), metrics.personalisation(), EPS);
    assertEquals((double) covered / n, metrics.coverage(), EPS);
    // Half the relative mean absolute difference.
    assertEquals(differences / (2 * n * total), metrics.gini(), EPS);
    assertEquals(head / total, metrics.popularityShare(), EPS);
    assertEquals(bits / total, metrics.novelty(), 1e-9);
  }

  @Test
  void refusesWhatHasNoMeaning() {
    long[] one = {1};
    refused(new long[] {0}, one, 1, 0.1);
    refused(new long[] {2}, one, 1, 0.1);
    refused(new long[] {1, 1}, new long[2], 1, 0.1);
    refused(new long[] {-1}, one, 1, 0.1);
    refused(new long[0], new long[0], 1, 0.1);
    refused(one, new long[2], 1, 0.1);
    refused(one, new long[] {2}, 1, 0.1);
    refused(one, one, 0, 0.1);
    refused(one, one, 1, 1.1);
    refused(one, one, 1, Double.NaN);
  }

  private static void refused(long[] slots, long[] itemUsers, long users, double headShare) {
    assertThrows(
        IllegalArgumentException.class,
        () -> CatalogueMetrics.of(slots, 1, 1, itemUsers, users, headShare));
  }
}
