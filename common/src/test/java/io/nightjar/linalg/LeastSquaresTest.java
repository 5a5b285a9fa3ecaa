package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LeastSquaresTest {
  @Test
  void solvesByHand() {
    // Two observations of one factor: (1·2·2 + 3·1·1 + 1) x = 2·2 + 4·1.
    int stride = LeastSquares.stride(1);
    float[] vectors = new float[2 * stride];
    vectors[0] = 2;
    vectors[stride] = 1;
    float[] x = new float[stride];
    double loss =
        new LeastSquares(1, 1)
            .solve(
                2,
                new int[] {0, stride},
                new float[] {2, 4},
                new float[] {1, 3},
                vectors,
                new float[] {1},
                x,
                0);
    assertEquals(1f, x[0], 1e-6f);
    assertEquals(-8, loss, 1e-5); // 1·4 − 2·2·2 + 3·1 − 2·4·1 + 1
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5",
    "1, 1",
    "1, 64",
    "2, 1",
    "3, 7",
    "31, 32",
    "32, 32",
    "33, 32",
    "40, 33",
    "64, 64",
    "65, 64",
    "257, 48",
    "300, 13",
    "700, 100",
    "100, 130",
    "5, 256"
  })
  void findsTheExactMinimum(int count, int rank) {
    RowProblem problem = new RowProblem(new Random(31L * count + rank), count, rank);
    double[] expected = problem.reference();
    for (DenseKernel kernel : new DenseKernel[] {new ScalarKernel(), new VectorKernel()}) {
      LeastSquares solver = new LeastSquares(kernel, rank, rank);
      float[] x = problem.row();
      Arrays.fill(x, problem.start, problem.start + rank, 9f); // must not matter
      double loss = problem.solve(solver, x);
      double scale = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
      for (int f = 0; f < rank; f++) {
        assertEquals(expected[f], x[problem.start + f], 2e-4 * scale, "factor " + f);
      }
      double least = problem.loss(expected);
      assertEquals(least, loss, 1e-5 * Math.abs(least) + 1e-9);
      for (int p = 0; p < problem.start; p++) {
        assertEquals(0f, x[p], "outside of the row");
      }
      for (int p = problem.start + rank; p < x.length; p++) {
        assertEquals(0f, x[p], "padding");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"500, 100, 32", "100, 128, 32", "300, 96, 64", "20, 80, 8"})
  void subspacesDescendToTheMinimum(int count, int rank, int subspace) {
    RowProblem problem = new RowProblem(new Random(7), count, rank);
    double least = problem.loss(problem.reference());
    LeastSquares solver = new LeastSquares(rank, subspace);
    float[] x = problem.row();
    double before = 0;
    for (int pass = 0; pass < 400; pass++) {
      double loss = problem.solve(solver, x);
      assertTrue(loss <= before + 1e-5 * Math.abs(least), "pass " + pass);
      before = loss;
    }
    assertEquals(least, before, 1e-3 * Math.abs(least));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void hasTheSameBitsWithEitherKernel(long seed) {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(80);
    LeastSquares scalar = new LeastSquares(new ScalarKernel(), rank, 32);
    LeastSquares vector = new LeastSquares(new VectorKernel(), rank, 32);
    for (int row = 0; row < 10; row++) {
      RowProblem problem = new RowProblem(random, random.nextInt(300), rank);
      float[] one = problem.row();
      float[] other = problem.row();
      assertEquals(problem.solve(scalar, one), problem.solve(vector, other));
      assertArrayEquals(one, other);
    }
  }

  @Test
  void fallsBackToDouble() {
    // Observations 10⁹ times heavier than the diagonal, in the same direction.
    RowProblem problem = new RowProblem(new Random(3), 40, 20);
    for (int j = 0; j < 40; j++) {
      for (int f = 0; f < 20; f++) {
        problem.vectors[problem.at[j] + f] = 1 + 1e-4f * j * f;
      }
      problem.quadratic[j] = 1e9f;
      problem.linear[j] = 1e9f;
    }
    float[] x = problem.row();
    double loss = problem.solve(new LeastSquares(20, 20), x);
    double least = problem.loss(problem.reference());
    assertEquals(least, loss, 1e-4 * Math.abs(least));
  }

  @Test
  void observationsWithoutQuadraticWeightCount() {
    RowProblem problem = new RowProblem(new Random(4), 5, 8);
    Arrays.fill(problem.quadratic, 0f);
    float[] x = problem.row();
    problem.solve(new LeastSquares(8, 8), x);
    double[] expected = problem.reference();
    for (int f = 0; f < 8; f++) {
      assertEquals(expected[f], x[problem.start + f], 1e-4);
    }
  }

  @Test
  void refusesWhatHasNoMinimum() {
    RowProblem problem = new RowProblem(new Random(5), 3, 4);
    Arrays.fill(problem.diagonal, Float.NaN);
    ArithmeticException error =
        assertThrows(
            ArithmeticException.class, () -> problem.solve(new LeastSquares(4, 4), problem.row()));
    assertTrue(error.getMessage().contains("3 observations"), error.getMessage());
    assertThrows(IllegalArgumentException.class, () -> new LeastSquares(0, 1));
    assertThrows(IllegalArgumentException.class, () -> new LeastSquares(1, 0));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "5, 7", "64, 64", "700, 100", "1025, 33"})
  void sumsOfNormalEquationsHaveTheSameMinimum(int count, int rank) {
    RowProblem problem = new RowProblem(new Random(31L * count + rank), count, rank);
    NormalEquations sum = new NormalEquations(rank);
    for (int part = 0; part < 3; part++) {
      NormalEquations some = new NormalEquations(rank);
      for (int j = part; j < count; j += 3) {
        some.add(problem.vectors, problem.at[j], problem.linear[j], problem.quadratic[j]);
      }
      sum.add(some);
    }
    float[] x = problem.row();
    double loss = sum.solve(problem.diagonal, x, problem.start);

    double[] expected = problem.reference();
    double scale = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    for (int f = 0; f < rank; f++) {
      assertEquals(expected[f], x[problem.start + f], 2e-4 * scale, "factor " + f);
    }
    double least = problem.loss(expected);
    assertEquals(least, loss, 1e-5 * Math.abs(least));
  }
}
