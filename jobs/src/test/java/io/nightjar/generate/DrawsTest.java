package io.nightjar.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.generate.Draws.Topic;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The laws everything is drawn by. */
class DrawsTest {
  @Test
  void followsThePublishedSequenceOfSplitMix64() {
    Draws draws = new Draws(1234567);
    assertEquals(6457827717110365317L, draws.next());
    assertEquals(3203168211198807973L, draws.next());
    assertEquals(Long.parseUnsignedLong("9817491932198370423"), draws.next());
  }

  @Test
  void fillsItsRangeEvenly() {
    Draws draws = Draws.of(1, Topic.LINE, 5);
    int[] hits = new int[10];
    IntStream.range(0, 100_000).forEach(i -> hits[draws.below(10)]++);
    assertTrue(Arrays.stream(hits).allMatch(h -> Math.abs(h - 10_000) < 400));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 17, 64, 1000, 4097})
  void permutationReachesEveryNumberOnceAndTurnsBack(int size) {
    Permutation order = new Permutation(size, 42, Topic.ITEM_ORDER);
    int[] values = IntStream.range(0, size).map(order::at).toArray();
    IntStream.range(0, size).forEach(i -> assertEquals(i, order.inverse(values[i])));
    assertEquals(size, Arrays.stream(values).filter(v -> v >= 0 && v < size).distinct().count());
  }

  @Test
  void permutationReachesThroughTheLargestSize() {
    int size = Integer.MAX_VALUE;
    Permutation order = new Permutation(size, 42, Topic.ITEM_ORDER);
    for (int place : new int[] {0, 1, 1 << 30, size - 1}) {
      assertEquals(place, order.inverse(order.at(place)));
    }
  }

  /** Shares of rank 0 by the integral of (x + q)^−s, worked in closed form. */
  @ParameterizedTest
  @CsvSource({"10,0.5,0.1,0.17880", "1000,2.0,0.01,0.09182"})
  void zipfGivesTheHeadItsShare(int size, double exponent, double offset, double share) {
    Zipf zipf = new Zipf(size, exponent, offset);
    assertEquals(0, zipf.at(0));
    assertEquals(0, zipf.at(share - 1e-3));
    assertEquals(1, zipf.at(share + 1e-3));
    assertEquals(size - 1, zipf.at(Math.nextDown(1.0)));
  }

  @Test
  void weightedDrawsByWeight() {
    Weighted choice = new Weighted(1, 0, 3);
    Draws draws = new Draws(9);
    int[] hits = new int[3];
    IntStream.range(0, 40_000).forEach(i -> hits[choice.draw(draws)]++);
    assertEquals(0, hits[1]);
    assertEquals(10_000, hits[0], 400);
  }

  @Test
  void arrivalsSpreadEvenlyAfterTheFirst() {
    Arrivals arrivals = Arrivals.of(10, 0.7, 4);
    int[] days = IntStream.range(0, 10).map(arrivals::day).toArray();
    assertEquals("[0, 0, 0, 0, 0, 0, 0, 1, 2, 3]", Arrays.toString(days));
    assertEquals(0, Arrivals.of(10, 0.7, 1).day(9));
  }
}
