package io.nightjar.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExactSumsTest {
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void haveOneValueInEveryOrder(long seed) {
    Random random = new Random(seed);
    List<Double> values = new ArrayList<>();
    BigDecimal exact = BigDecimal.ZERO;
    for (int i = 0; i < 1000; i++) {
      double weight = (float) Math.exp(random.nextGaussian() * 3);
      values.add(weight * weight);
      exact = exact.add(new BigDecimal(weight * weight));
    }
    double sum = sum(values);
    assertEquals(exact.doubleValue(), sum, exact.doubleValue() * 1e-15);
    Collections.shuffle(values, random);
    ExactSums left = sums(values.subList(0, 300));
    left.add(sums(values.subList(300, 1000)));
    assertEquals(sum, left.sum(0));
  }

  @Test
  void refuseWhatTheyCannotHold() {
    ExactSums sums = new ExactSums(1);
    assertThrows(ArithmeticException.class, () -> sums.add(0, 0x1p62));
    assertThrows(ArithmeticException.class, () -> sums.add(0, Double.NaN));
    sums.add(0, 0x1p61);
    sums.add(0, 0x1p61);
    sums.add(0, 0x1p61);
    assertThrows(ArithmeticException.class, () -> sums.add(0, 0x1p61));
  }

  private static double sum(List<Double> values) {
    return sums(values).sum(0);
  }

  private static ExactSums sums(List<Double> values) {
    ExactSums sums = new ExactSums(1);
    values.forEach(value -> sums.add(0, value));
    return sums;
  }
}
