package io.nightjar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricSumsTest {
  private static final RankedHits FIRST = RankedHits.of(new int[] {1, 2}, new int[] {1});
  private static final RankedHits SECOND = RankedHits.of(new int[] {1, 2}, new int[] {2});
  private static final RankedHits MISS = RankedHits.of(new int[] {1, 2}, new int[] {3});

  @Test
  void meansByHand() {
    MetricSums sums = new MetricSums(1, 2).add(FIRST).add(SECOND).add(MISS);
    assertEquals(3, sums.users());
    assertEquals((1 + 0.5) / 3, sums.mean(RankingMetric.MRR, 2), 1e-9);
    assertEquals(1 / 3.0, sums.mean(RankingMetric.HIT_RATE, 1), 1e-9);
    assertEquals(2 / 3.0, sums.mean(RankingMetric.RECALL, 2), 1e-9);
    assertEquals(1 / 3.0, sums.mean(RankingMetric.PRECISION, 2), 1e-9);
    assertEquals((1 + 0.6309297535714574) / 3, sums.mean(RankingMetric.NDCG, 2), 1e-9);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void haveTheSameBitsHoweverUsersArePartitioned(int parts) throws Exception {
    Random random = new Random(7);
    MetricSums all = new MetricSums(5, 10);
    MetricSums[] split = new MetricSums[parts];
    for (int p = 0; p < parts; p++) {
      split[p] = new MetricSums(5, 10);
    }
    for (int u = 0; u < 1000; u++) {
      int[] ranked = IntStream.range(0, 20).toArray();
      int[] relevant = random.ints(0, 40).distinct().limit(1 + random.nextInt(9)).toArray();
      RankedHits user = RankedHits.of(ranked, relevant);
      all.add(user);
      split[random.nextInt(parts)].add(user);
    }
    MetricSums merged = new MetricSums(5, 10);
    for (int p = parts - 1; p >= 0; p--) {
      merged.merge(copy(split[p]));
    }
    assertEquals(1000, merged.users());
    for (RankingMetric metric : RankingMetric.values()) {
      assertEquals(all.mean(metric, 5), merged.mean(metric, 5));
      assertEquals(all.mean(metric, 10), merged.mean(metric, 10));
    }
  }

  private static MetricSums copy(MetricSums sums) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sums);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (MetricSums) in.readObject();
    }
  }

  /** Doubling stands for many users, each with the greatest value. */
  @Test
  void holdABillionUsersAndRefuseTwo() throws Exception {
    MetricSums sums = new MetricSums(1).add(FIRST);
    for (int doubling = 0; doubling < 30; doubling++) {
      sums.merge(copy(sums));
    }
    assertEquals(1 << 30, sums.users());
    assertEquals(1, sums.mean(RankingMetric.NDCG, 1));
    MetricSums half = copy(sums);
    assertThrows(ArithmeticException.class, () -> half.merge(sums));
  }

  @Test
  void refuseWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, MetricSums::new);
    assertThrows(IllegalArgumentException.class, () -> new MetricSums(0));
    assertThrows(IllegalArgumentException.class, () -> new MetricSums(5, 5));
    MetricSums sums = new MetricSums(5);
    assertThrows(IllegalStateException.class, () -> sums.mean(RankingMetric.MAP, 5));
    assertThrows(IllegalArgumentException.class, () -> sums.mean(RankingMetric.MAP, 6));
    assertThrows(IllegalArgumentException.class, () -> sums.merge(new MetricSums(6)));
  }
}
