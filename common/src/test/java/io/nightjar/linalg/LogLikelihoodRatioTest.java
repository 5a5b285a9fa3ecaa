package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogLikelihoodRatioTest {
  /** First bigram of Dunning's table of Swiss news: cells 110, 2442, 111, 29114 give 270.72. */
  @Test
  void agreesWithDunning() {
    ItemStats stats = new ItemStats(new int[] {110 + 2442, 110 + 111}, new double[0][], 31777);
    double mapped = similarity(stats, 0, 1, 110);
    assertEquals(270.72, 1 / (1 - mapped) - 1, 0.01);
  }

  /** Cells within, across and past the table of logarithms. */
  @ParameterizedTest
  @ValueSource(ints = {3, 20, 1000, 100_000, 10_000_000})
  void equalsTheDefinition(int size) {
    Random random = new Random(size);
    for (int round = 0; round < 100; round++) {
      int common = 1 + random.nextInt(size);
      int onlyI = random.nextInt(size);
      int onlyJ = random.nextInt(size);
      int neither = random.nextInt(size);
      long users = (long) common + onlyI + onlyJ + neither;
      ItemStats stats =
          new ItemStats(new int[] {common + onlyI, common + onlyJ}, new double[0][], users);
      double similarity = similarity(stats, 0, 1, common);
      assertEquals(expected(common, onlyI, onlyJ, neither), similarity, 1e-6);
      assertEquals(similarity, similarity(stats, 1, 0, common));
    }
  }

  /** The similarity of a pair, without shrinkage. */
  static double similarity(ItemStats stats, int i, int j, int common) {
    double ratio = LogLikelihoodRatio.ratio(stats, i, j, common);
    return ratio / (1 + ratio);
  }

  private static double expected(double common, double onlyI, double onlyJ, double neither) {
    double users = common + onlyI + onlyJ + neither;
    double i = common + onlyI;
    double j = common + onlyJ;
    if (common * users <= i * j) {
      return 0;
    }
    double ratio =
        2
            * (term(common, users, i, j)
                + term(onlyI, users, i, users - j)
                + term(onlyJ, users, users - i, j)
                + term(neither, users, users - i, users - j));
    return 1 - 1 / (1 + ratio);
  }

  private static double term(double cell, double users, double row, double column) {
    return cell == 0 ? 0 : cell * Math.log(cell * users / (row * column));
  }

  @Test
  void isNoSimilarityAtChanceOrBelow() {
    // 300 × 500 / 2000: chance gives 75.
    ItemStats stats = new ItemStats(new int[] {300, 500}, new double[0][], 2000);
    assertEquals(0, similarity(stats, 0, 1, 10));
    assertEquals(0, similarity(stats, 0, 1, 75));
    assertTrue(similarity(stats, 0, 1, 76) > 0);
  }
}
