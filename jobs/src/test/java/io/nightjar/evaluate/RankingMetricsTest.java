package io.nightjar.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.metrics.RankedHits;
import io.nightjar.metrics.RankingMetric;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.evaluation.RankingMetrics;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

/** Our metrics are Spark's, where Spark defines the same. */
class RankingMetricsTest {
  private static final int ITEMS = 60;

  /** Lists of 0 to 40 items, against 1 to 30 relevant ones: some empty, some short, some long. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreeWithSpark(long seed) {
    Random random = new Random(seed);
    List<List<Integer>> lists = new ArrayList<>();
    List<List<Integer>> relevant = new ArrayList<>();
    for (int user = 0; user < 200; user++) {
      lists.add(draw(random, random.nextInt(41)));
      relevant.add(draw(random, 1 + random.nextInt(30)));
    }
    RankingMetrics<Integer> spark = RankingMetrics.of(pairs(lists, relevant));
    for (int k : new int[] {1, 3, 10, 50}) {
      assertEquals(spark.precisionAt(k), mean(RankingMetric.PRECISION, lists, relevant, k), 1e-9);
      assertEquals(spark.recallAt(k), mean(RankingMetric.RECALL, lists, relevant, k), 1e-9);
      assertEquals(spark.ndcgAt(k), mean(RankingMetric.NDCG, lists, relevant, k), 1e-9);
      assertEquals(
          spark.meanAveragePrecisionAt(k), mean(RankingMetric.MAP, lists, relevant, k), 1e-9);
    }
  }

  private static List<Integer> draw(Random random, int length) {
    List<Integer> items = new ArrayList<>(IntStream.range(0, ITEMS).boxed().toList());
    Collections.shuffle(items, random);
    return new ArrayList<>(items.subList(0, length));
  }

  private static JavaRDD<Tuple2<List<Integer>, List<Integer>>> pairs(
      List<List<Integer>> lists, List<List<Integer>> relevant) {
    List<Tuple2<List<Integer>, List<Integer>>> pairs = new ArrayList<>();
    for (int user = 0; user < lists.size(); user++) {
      pairs.add(new Tuple2<>(lists.get(user), relevant.get(user)));
    }
    return JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
        .parallelize(pairs, 2);
  }

  private static double mean(
      RankingMetric metric, List<List<Integer>> lists, List<List<Integer>> relevant, int k) {
    return IntStream.range(0, lists.size())
        .mapToDouble(
            user -> metric.of(RankedHits.of(ints(lists.get(user)), ints(relevant.get(user))), k))
        .average()
        .orElseThrow();
  }

  private static int[] ints(List<Integer> items) {
    return items.stream().mapToInt(item -> item).toArray();
  }
}
