package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearScaleTest {
  @ParameterizedTest
  @CsvSource({
    // largest, smallest step, step, intervals
    "87, 1, 25, 4",
    "100, 1, 25, 4",
    "101, 1, 50, 3",
    "3, 1, 1, 3",
    "0, 1, 1, 1",
    "0, 0, 0.25, 1",
    "0.0812, 0, 0.025, 4",
    "0.3, 0, 0.1, 3",
    "1, 0.25, 0.25, 4",
    "40000, 1, 10000, 4",
    "9, 0, 2.5, 4",
    "17, 0, 5, 4",
  })
  void stepsAreRound(double largest, double smallestStep, double step, int intervals) {
    LinearScale scale = LinearScale.upTo(largest, smallestStep, 178, 12);
    assertEquals(step, scale.step(), 1e-12);
    assertEquals(intervals, scale.intervals());
  }

  @Test
  void valuesMapToPixelsUpsideDown() {
    LinearScale scale = LinearScale.upTo(100, 1, 178, 12);
    assertEquals(178, scale.at(0));
    assertEquals(95, scale.at(50));
    assertEquals(12, scale.at(100));
    assertArrayEquals(
        new double[] {0, 25, 50, 75, 100},
        scale.ticks().stream().mapToDouble(Double::doubleValue).toArray());
  }
}
