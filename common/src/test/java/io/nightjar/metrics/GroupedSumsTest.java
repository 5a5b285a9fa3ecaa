package io.nightjar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GroupedSumsTest {
  private static final int USERS = 3 * GroupedSums.GROUPS;

  private static RankedHits hits(int user) {
    Random random = new Random(user);
    int[] ranked = IntStream.range(0, 10).toArray();
    return RankedHits.of(ranked, random.ints(0, 20).distinct().limit(3).toArray());
  }

  @Test
  void areThoseOfAllUsersHoweverTheyArePartitioned() {
    MetricSums all = new MetricSums(5, 10);
    GroupedSums first = new GroupedSums(5, 10);
    GroupedSums second = new GroupedSums(5, 10);
    for (int user = 0; user < USERS; user++) {
      all.add(hits(user));
      (user % 7 < 3 ? first : second).add(user, hits(user));
    }
    MetricSums merged = first.merge(second).total();
    assertEquals(USERS, merged.users());
    for (RankingMetric metric : RankingMetric.values()) {
      assertEquals(all.mean(metric, 10), merged.mean(metric, 10), metric.label());
    }
  }

  @Test
  void drawFromTheGroupsThatHaveUsers() {
    GroupedSums sums = new GroupedSums(10);
    double[] values = new double[3];
    int[] users = {4, 7, GroupedSums.GROUPS + 7, 11};
    for (int user : users) {
      sums.add(user, hits(user));
    }
    values[0] = hits(users[0]).ndcg(10);
    values[1] = hits(users[1]).ndcg(10) + hits(users[2]).ndcg(10);
    values[2] = hits(users[3]).ndcg(10);
    assertEquals(3, sums.size());
    Bootstrap bootstrap = new Bootstrap(3, 100, 1);
    Bootstrap.Interval expected = bootstrap.mean(values, new long[] {1, 2, 1}, 0.9);
    Bootstrap.Interval found = sums.interval(bootstrap, RankingMetric.NDCG, 10, 0.9);
    assertEquals(expected.low(), found.low(), 1e-9);
    assertEquals(expected.high(), found.high(), 1e-9);
  }

  /** One model has what is relevant first, the other last: no sign but their own is as far. */
  @Test
  void areComparedUserByUser() {
    GroupedSums good = new GroupedSums(3);
    GroupedSums poor = new GroupedSums(3);
    for (int user = 0; user < 40; user++) {
      int[] relevant = {user % 3};
      good.add(user, RankedHits.of(new int[] {user % 3, 3, 4}, relevant));
      poor.add(user, RankedHits.of(new int[] {4, 3, user % 3}, relevant));
    }
    assertEquals(1 / 1000.0, good.randomizationTest(poor, RankingMetric.MRR, 3, 999, 1));
    assertEquals(1, good.randomizationTest(poor, RankingMetric.HIT_RATE, 3, 999, 1));
    good.add(1, hits(1));
    assertThrows(
        IllegalArgumentException.class,
        () -> good.randomizationTest(poor, RankingMetric.MRR, 3, 999, 1));
  }
}
