package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both kernels against the definition, to the bit. */
class DenseKernelTest {
  private static Stream<DenseKernel> kernels() {
    return Stream.of(new ScalarKernel(), new VectorKernel());
  }

  private static float[] random(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(5) - 2));
    }
    return values;
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void multipliesAndAddsInOrder(DenseKernel kernel) {
    for (int seed = 0; seed < 40; seed++) {
      Random random = new Random(seed);
      int depth = random.nextInt(70);
      int rows = 8 * (1 + random.nextInt(4));
      int columns = 16 * (1 + random.nextInt(5));
      int aStride = rows + random.nextInt(9);
      int bStride = columns + random.nextInt(9);
      int cStride = columns + random.nextInt(9);
      int start = random.nextInt(7);
      float[] a = random(random, start + (depth + 1) * aStride);
      float[] b = random(random, start + (depth + 1) * bStride);
      float[] c = random(random, start + rows * cStride);
      float[] expected = c.clone();
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          for (int p = 0; p < depth; p++) {
            int at = start + i * cStride + j;
            expected[at] =
                Math.fma(a[start + p * aStride + i], b[start + p * bStride + j], expected[at]);
          }
        }
      }
      kernel.multiplyAdd(
          depth, rows, columns, a, start, aStride, b, start, bStride, c, start, cStride);
      assertArrayEquals(expected, c, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void addsAMultiple(DenseKernel kernel) {
    Random random = new Random(3);
    float[] x = random(random, 100);
    float[] y = random(random, 100);
    float[] expected = y.clone();
    for (int j = 0; j < 48; j++) {
      expected[7 + j] = Math.fma(-0.3f, x[5 + j], expected[7 + j]);
    }
    kernel.addScaled(-0.3f, x, 5, y, 7, 48);
    assertArrayEquals(expected, y);
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void sumsProductsInSixteenChains(DenseKernel kernel) {
    Random random = new Random(4);
    for (int length = 0; length <= 96; length += 16) {
      float[] x = random(random, 100);
      float[] y = random(random, 100);
      float[] chain = new float[16];
      for (int j = 0; j < length; j++) {
        chain[j % 16] = Math.fma(x[3 + j], y[1 + j], chain[j % 16]);
      }
      for (int j = 0; j < 8; j++) {
        chain[j] += chain[j + 8];
      }
      float expected =
          ((chain[0] + chain[4]) + (chain[2] + chain[6]))
              + ((chain[1] + chain[5]) + (chain[3] + chain[7]));
      assertEquals(expected, kernel.dot(x, 3, y, 1, length));
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void multipliesManyRowsAsOne(DenseKernel kernel) {
    Random random = new Random(5);
    for (int length = 0; length <= 144; length += 16) {
      int[] starts = new int[11];
      Arrays.setAll(starts, j -> random.nextInt(300));
      float[] rows = random(random, 500);
      float[] x = random(random, 200);
      float[] into = new float[12];
      kernel.dots(2, 11, starts, rows, x, 5, length, into);
      for (int j = 0; j < into.length; j++) {
        float expected = 2 <= j && j < 11 ? kernel.dot(rows, starts[j], x, 5, length) : 0;
        assertEquals(expected, into[j], "row " + j);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void addsManyRowsOneAfterTheOther(DenseKernel kernel) {
    Random random = new Random(6);
    for (int length = 0; length <= 144; length += 16) {
      int[] starts = new int[11];
      Arrays.setAll(starts, j -> random.nextInt(300));
      float[] factors = random(random, 11);
      float[] rows = random(random, 500);
      float[] y = random(random, 200);
      float[] expected = y.clone();
      for (int j = 2; j < 9; j++) {
        for (int i = 0; i < length; i++) {
          expected[i] = Math.fma(factors[j], rows[starts[j] + i], expected[i]);
        }
      }
      kernel.addRows(2, 9, starts, factors, rows, y, length);
      assertArrayEquals(expected, y);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void findsWhateverReachesAThreshold(DenseKernel kernel) {
    float[] x = new float[64];
    Arrays.fill(x, -1f);
    x[20] = Float.NaN;
    x[60] = 9f;
    assertEquals(0, kernel.atLeast(0f, x, 8), "60 lies behind");
    assertEquals(~(1 << 12), kernel.atLeast(Float.NEGATIVE_INFINITY, x, 8), "20 is NaN");
    assertEquals(0, kernel.atLeast(Float.NaN, x, 8));
    int bits = 0;
    for (int at = 8; at < 40; at += 3) {
      x[at] = 0f;
      bits |= 1 << (at - 8);
      assertEquals(bits, kernel.atLeast(0f, x, 8), "at " + at);
      assertEquals(0, kernel.atLeast(Math.nextUp(0f), x, 8), "at " + at);
    }
  }

  @ParameterizedTest
  @MethodSource("kernels")
  void scoresPanelsFromZeroAndSaysWhichRowsQualify(DenseKernel kernel) {
    Random random = new Random(3);
    for (int depth : new int[] {0, 1, 5, 64}) {
      float[] a = random(random, depth * 8);
      float[] b = random(random, 7 + depth * 32);
      float[] thresholds = random(random, 11);
      thresholds[5] = Float.NaN;
      float[] c = new float[8 * 32];
      Arrays.fill(c, 5f); // What was there before does not count.
      int rows = kernel.scorePanel(depth, a, b, 7, thresholds, 3, c);
      int expected = 0;
      for (int i = 0; i < 8; i++) {
        for (int j = 0; j < 32; j++) {
          float sum = 0;
          for (int p = 0; p < depth; p++) {
            sum = Math.fma(a[p * 8 + i], b[7 + p * 32 + j], sum);
          }
          assertEquals(sum, c[i * 32 + j]);
          expected |= sum >= thresholds[3 + i] ? 1 << i : 0;
        }
      }
      assertEquals(expected, rows);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void selectsTheSameBitsWithEither(long seed) {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(40);
    int items = 1 + random.nextInt(900);
    int users = 1 + random.nextInt(90);
    float[] factors = random(random, users * rank);
    FactorScorer scorer = FactorScorer.of(random(random, items * rank), rank, new BitSet());
    TopK[] scalar = new TopK[users];
    TopK[] vector = new TopK[users];
    Arrays.setAll(scalar, u -> new TopK(17));
    Arrays.setAll(vector, u -> new TopK(17));
    scorer.topK(new ScalarKernel(), factors, new int[users][], scalar);
    scorer.topK(new VectorKernel(), factors, new int[users][], vector);
    for (int u = 0; u < users; u++) {
      int[] scalarItems = new int[17];
      int[] vectorItems = new int[17];
      float[] scalarScores = new float[17];
      float[] vectorScores = new float[17];
      assertEquals(
          scalar[u].drain(scalarItems, scalarScores), vector[u].drain(vectorItems, vectorScores));
      assertArrayEquals(scalarItems, vectorItems);
      assertArrayEquals(scalarScores, vectorScores);
    }
  }

  @Test
  void padsToWholeVectors() {
    assertEquals(0, DenseKernel.padded(0));
    assertEquals(16, DenseKernel.padded(1));
    assertEquals(16, DenseKernel.padded(16));
    assertEquals(32, DenseKernel.padded(17));
  }
}
