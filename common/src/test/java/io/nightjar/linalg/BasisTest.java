package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BasisTest {
  private static float[] random(int count, int rank) {
    Random random = new Random(count + rank);
    int stride = LeastSquares.stride(rank);
    float[] vectors = new float[count * stride];
    for (int r = 0; r < count; r++) {
      for (int f = 0; f < rank; f++) {
        vectors[r * stride + f] = (float) random.nextGaussian();
      }
    }
    return vectors;
  }

  @ParameterizedTest
  @CsvSource({"0, 3", "1, 1", "5, 17", "256, 16", "257, 20", "1000, 33"})
  void addsUpProductsOfFactors(int count, int rank) {
    float[] vectors = random(count, rank);
    int stride = LeastSquares.stride(rank);
    double[] gramian = new double[rank * rank];
    gramian[0] = 5;
    Gramian.add(vectors, count, rank, gramian);
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j < rank; j++) {
        double expected = i + j == 0 ? 5 : 0;
        for (int r = 0; r < count; r++) {
          expected += (double) vectors[r * stride + i] * vectors[r * stride + j];
        }
        assertEquals(expected, gramian[i * rank + j], 1e-4 * (1 + count / 10.0));
        assertEquals(gramian[j * rank + i], gramian[i * rank + j]);
      }
    }
  }

  @Test
  void theGramianHasTheSameBitsWithEitherKernel() {
    double[] scalar = new double[33 * 33];
    double[] vector = new double[33 * 33];
    Gramian.add(new ScalarKernel(), random(700, 33), 700, 33, scalar);
    Gramian.add(new VectorKernel(), random(700, 33), 700, 33, vector);
    assertArrayEquals(scalar, vector);
  }

  @Test
  void turnsIntoTheBasisAndBack() {
    // A quarter turn, and a third axis that stays; the eigenvalue below 0 is rounding.
    Basis basis = new Basis(new double[] {3, 2, -1e-9}, new double[] {0, 1, 0, -1, 0, 0, 0, 0, 1});
    float[] vectors = random(100, 3);
    float[] turned = basis.into(vectors, 100);
    int stride = LeastSquares.stride(3);
    for (int r = 0; r < 100; r++) {
      assertEquals(vectors[r * stride + 1], turned[r * stride]);
      assertEquals(-vectors[r * stride], turned[r * stride + 1]);
      assertEquals(vectors[r * stride + 2], turned[r * stride + 2]);
    }
    assertArrayEquals(vectors, basis.outOf(turned, 100));
    assertEquals(2f, basis.eigenvalue(1));
    assertEquals(0f, basis.eigenvalue(2));
  }
}
