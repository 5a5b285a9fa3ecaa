package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopKTest {
  private static List<String> drained(TopK top) {
    int[] ids = new int[top.size()];
    float[] scores = new float[top.size()];
    assertEquals(ids.length, top.drain(ids, scores));
    return IntStream.range(0, ids.length).mapToObj(i -> ids[i] + "=" + scores[i]).toList();
  }

  @Test
  void ordersByScoreThenById() {
    TopK top = new TopK(3);
    top.offer(9, 1f);
    top.offer(7, 2f);
    top.offer(8, 1f);
    top.offer(10, 1f);
    top.offer(4, 1f);
    assertEquals(List.of("7=2.0", "4=1.0", "8=1.0"), drained(top));
  }

  @Test
  void neverTakesNan() {
    TopK top = new TopK(2);
    top.offer(1, Float.NaN);
    top.offer(2, Float.NEGATIVE_INFINITY);
    top.offer(3, Float.POSITIVE_INFINITY);
    top.offer(4, Float.NaN);
    assertEquals(List.of("3=Infinity", "2=-Infinity"), drained(top));
  }

  @Test
  void itsThresholdRefusesOnlyWhatCannotStay() {
    TopK top = new TopK(20);
    for (int id = 0; id < 1000; id++) {
      top.offer(id, id % 100);
      assertTrue(top.threshold() <= 99);
    }
    assertTrue(top.threshold() >= 90);
  }

  @Test
  void startsAfreshOnceClearedOrDrained() {
    TopK top = new TopK(1);
    top.offer(1, 5f);
    top.clear();
    assertEquals(0, top.size());
    top.offer(2, -1f);
    assertEquals(List.of("2=-1.0"), drained(top));
    top.offer(3, -2f);
    assertEquals(List.of("3=-2.0"), drained(top));
    assertEquals(List.of(), drained(top));
  }

  @Test
  void refusesNoCapacityAndNoRoom() {
    assertThrows(IllegalArgumentException.class, () -> new TopK(0));
    TopK top = new TopK(2);
    top.offer(1, 1f);
    assertThrows(IllegalArgumentException.class, () -> top.drain(new int[1], new float[0]));
    assertEquals(1, top.size());
  }

  @Test
  void leavesTheRestOfLongerArraysAlone() {
    TopK top = new TopK(2);
    top.offer(1, 1f);
    int[] ids = {-1, -1};
    assertEquals(1, top.drain(ids, new float[2]));
    assertArrayEquals(new int[] {1, -1}, ids);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsASortOfEverything(long seed) {
    Random random = new Random(seed);
    int n = random.nextInt(3000);
    int k = 1 + random.nextInt(120);
    // Every other time few distinct scores, so that ties are many.
    float[] scores = new float[n];
    for (int id = 0; id < n; id++) {
      scores[id] = seed % 2 == 0 ? random.nextInt(20) - 10 : (float) random.nextGaussian();
    }
    List<Integer> order = IntStream.range(0, n).boxed().collect(Collectors.toList());
    Collections.shuffle(order, random);
    TopK top = new TopK(k);
    order.forEach(id -> top.offer(id, scores[id]));
    List<String> expected =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparing((Integer id) -> -scores[id]).thenComparing(id -> id))
            .limit(k)
            .map(id -> id + "=" + scores[id])
            .toList();
    assertEquals(expected, drained(top));
  }
}
