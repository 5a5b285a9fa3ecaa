package io.nightjar.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VotesTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void equalsAMapWhateverWasInItBefore(long seed) {
    Random random = new Random(seed);
    Votes votes = new Votes();
    for (int user = 0; user < 20; user++) {
      int items = 1 + random.nextInt(user % 3 == 0 ? 5 : 5000);
      int spread = 1 << random.nextInt(16); // Numbers that agree in their low bits, too.
      Map<Integer, float[]> expected = new LinkedHashMap<>();
      for (int v = random.nextInt(3000); v > 0; v--) {
        int item = random.nextInt(items) * spread;
        float share = random.nextInt(4) == 0 ? 0.25f : random.nextFloat() + Float.MIN_NORMAL;
        share = random.nextInt(5) == 0 ? -share : share;
        votes.add(item, share, v);
        float[] sum = expected.computeIfAbsent(item, i -> new float[3]);
        sum[0] += share;
        if (share > sum[1]) {
          sum[1] = share;
          sum[2] = v;
        }
      }
      assertEquals(expected.size(), votes.size());
      int place = 0;
      for (Map.Entry<Integer, float[]> entry : expected.entrySet()) {
        assertEquals(entry.getKey(), votes.item(place));
        assertEquals(place, votes.place(entry.getKey()));
        assertEquals(entry.getValue()[0], votes.sum(place));
        if (entry.getValue()[1] > 0) {
          assertEquals(entry.getValue()[2], votes.leader(place));
        }
        place++;
      }
      assertEquals(-1, votes.place(items * spread));
      votes.drop(items * spread);
      if (place > 0) {
        votes.drop(votes.item(0));
        assertEquals(0, votes.sum(0));
      }
      votes.clear();
      assertEquals(0, votes.size());
    }
  }
}
