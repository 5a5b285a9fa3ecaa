package io.nightjar.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.metrics.Bootstrap.Interval;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrapTest {
  private static final int DRAWS = 20_000;

  /** All 27 draws of three groups, equally likely, against the ones drawn. */
  @Test
  void drawsAsOftenAsChanceDoes() {
    double[] sums = {0, 3, 8};
    long[] users = {1, 2, 4};
    double[] means = new double[27];
    for (int draw = 0; draw < 27; draw++) {
      int[] of = {draw % 3, draw / 3 % 3, draw / 9};
      double sum = Arrays.stream(of).mapToDouble(g -> sums[g]).sum();
      means[draw] = sum / Arrays.stream(of).mapToLong(g -> users[g]).sum();
    }
    Arrays.sort(means);
    // One draw of 27 is 0 and one is 3/2 (all of group 1), and 2 is the greatest.
    assertEquals(new Interval(0, 2), interval(sums, users, 0.99));
    assertEquals(new Interval(means[4], means[22]), interval(sums, users, 1 - 2 * 4.5 / 27));
  }

  private static Interval interval(double[] sums, long[] users, double confidence) {
    return new Bootstrap(sums.length, DRAWS, 1).mean(sums, users, confidence);
  }

  /** Of many users, in few groups or many, the interval is that of the normal distribution. */
  @Test
  void isAsWideAsTheStandardErrorSays() {
    Random random = new Random(3);
    double[] values = random.doubles(50_000).toArray();
    double mean = Arrays.stream(values).average().orElseThrow();
    double error = Math.sqrt(1 / 12.0 / values.length);
    for (int groups : new int[] {500, 2_000}) {
      double[] sums = new double[groups];
      long[] users = new long[groups];
      for (int user = 0; user < values.length; user++) {
        sums[user % groups] += values[user];
        users[user % groups]++;
      }
      Interval interval = new Bootstrap(groups, 4_000, 5).mean(sums, users, 0.95);
      assertEquals(mean - 1.96 * error, interval.low(), 0.15 * error);
      assertEquals(mean + 1.96 * error, interval.high(), 0.15 * error);
    }
  }

  @Test
  void oneGroupHasNoSpread() {
    assertEquals(
        new Interval(0.5, 0.5),
        new Bootstrap(1, 10, 1).mean(new double[] {2}, new long[] {4}, 0.95));
  }

  /** All 256 ways to sign eight differences. */
  @Test
  void testsAsTheExactRandomizationDoes() {
    double[] a = {0.5, 0.9, 0.4, 0.7, 0.3, 0.8, 0.6, 0.5};
    double[] b = {0.4, 0.5, 0.5, 0.4, 0.3, 0.6, 0.7, 0.1};
    int asFar = 0;
    for (int signs = 0; signs < 256; signs++) {
      double sum = 0;
      for (int g = 0; g < 8; g++) {
        sum += (signs >> g & 1) == 0 ? a[g] - b[g] : b[g] - a[g];
      }
      asFar += Math.abs(sum) >= 1.2 - 1e-9 ? 1 : 0;
    }
    assertEquals(asFar / 256.0, Bootstrap.randomizationTest(a, b, DRAWS, 1), 0.01);
    assertEquals(asFar / 256.0, Bootstrap.randomizationTest(b, a, DRAWS, 2), 0.01);
  }

  @Test
  void equalModelsDoNotDifferAndOthersDo() {
    double[] a = new Random(1).doubles(100).toArray();
    assertEquals(1, Bootstrap.randomizationTest(a, a, 100, 1));
    double[] better = Arrays.stream(a).map(value -> value + 0.1).toArray();
    assertEquals(1 / 1000.0, Bootstrap.randomizationTest(a, better, 999, 1));
  }

  @Test
  void refusesWhatHasNoMeaning() {
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(0, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(1, 0, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(40_000, 1, 1));
    refused(new double[1], new long[] {1, 1}, 0.95);
    refused(new double[2], new long[] {1}, 0.95);
    refused(new double[2], new long[] {1, 0}, 0.95);
    refused(new double[2], new long[] {1, 1}, 1);
    refused(new double[2], new long[] {1, 1}, Double.NaN);
    assertThrows(
        IllegalArgumentException.class,
        () -> Bootstrap.randomizationTest(new double[1], new double[2], 1, 1));
  }

  private static void refused(double[] sums, long[] users, double confidence) {
    Bootstrap bootstrap = new Bootstrap(2, 10, 1);
    assertThrows(IllegalArgumentException.class, () -> bootstrap.mean(sums, users, confidence));
  }
}
