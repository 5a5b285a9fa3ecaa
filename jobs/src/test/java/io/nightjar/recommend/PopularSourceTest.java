package io.nightjar.recommend;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class PopularSourceTest {
  private static final PopularLists.Ranking GLOBAL = ranking(4, 7, 2);
  private static final User USER =
      new User(
          0,
          UTF8String.fromString("u"),
          "segment:NL",
          null,
          new int[] {7},
          new int[0],
          new float[0]);

  private static PopularLists.Ranking ranking(int... items) {
    return new PopularLists.Ranking(items, new float[] {4, 2, 1});
  }

  private static int[] items(PopularSource source) {
    Candidates into = new Candidates(5);
    source.candidates(List.of(USER), List.of(into));
    return into.items(5);
  }

  @Test
  void whatIsPopularWithAllComesAfterTheListOfOne() {
    PopularLists lists =
        new PopularLists(
            GLOBAL, Map.of("segment:NL", ranking(2, 7, 9), "recent", ranking(9, 7, 4)));
    assertArrayEquals(new int[] {2, 9, 4}, items(PopularSource.ofSegments(lists, new BitSet())));
    assertArrayEquals(new int[] {9, 4, 2}, items(PopularSource.ofRecent(lists, new BitSet())));
  }

  @Test
  void whereNothingIsRecentPopularityDoesNotStandIn() {
    PopularLists lists = new PopularLists(GLOBAL, Map.of());
    assertArrayEquals(new int[] {4, 2}, items(PopularSource.ofSegments(lists, new BitSet())));
    assertEquals(0, items(PopularSource.ofRecent(lists, new BitSet())).length);
  }
}
