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

class ConjugateGradientsTest {
  private static float[] meanSquares(RowProblem problem) {
    float[] squares = new float[problem.rank];
    for (int j = 0; j < problem.count; j++) {
      for (int f = 0; f < problem.rank; f++) {
        float v = problem.vectors[problem.at[j] + f];
        squares[f] += v * v / problem.count;
      }
    }
    return squares;
  }

  @Test
  void oneStepByHand() {
    // f(x) = (2x)² − 2 · 3 · 2x + 2x², whose slope at 0 is −12 and whose curvature is 2 · 6: the
    // only step there is goes to x = 1, whatever it is preconditioned by.
    int stride = LeastSquares.stride(1);
    float[] vectors = new float[stride];
    vectors[0] = 2;
    float[] x = new float[stride];
    double loss =
        new ConjugateGradients(1, 1, new float[] {7})
            .solve(
                1, new int[] {0}, new float[] {3}, new float[] {1}, vectors, new float[] {2}, x, 0);
    assertEquals(1f, x[0], 1e-6f);
    assertEquals(-6, loss, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"0, 5", "1, 1", "1, 64", "2, 1", "31, 32", "33, 32", "300, 13", "700, 100", "5, 256"})
  void manyStepsFindTheMinimum(int count, int rank) {
    RowProblem problem = new RowProblem(new Random(31L * count + rank), count, rank);
    double least = problem.loss(problem.reference());
    ConjugateGradients solver = new ConjugateGradients(rank, 200, meanSquares(problem));
    float[] x = problem.row();
    double loss = problem.solve(solver, x);
    assertEquals(least, loss, 1e-4 * Math.abs(least) + 1e-9);
    double[] found = new double[rank];
    Arrays.setAll(found, f -> x[problem.start + f]);
    assertEquals(problem.loss(found), loss, 1e-4 * Math.abs(least) + 1e-9);
    for (int p = problem.start + rank; p < x.length; p++) {
      assertEquals(0f, x[p], "padding");
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void everyCallDescends(long seed) {
    Random random = new Random(seed);
    RowProblem problem = new RowProblem(random, 1 + random.nextInt(300), 1 + random.nextInt(90));
    double least = problem.loss(problem.reference());
    ConjugateGradients solver = new ConjugateGradients(problem.rank, 2, meanSquares(problem));
    float[] x = problem.row();
    double before = 0;
    for (int call = 0; call < 400; call++) {
      double loss = problem.solve(solver, x);
      assertTrue(loss <= before + 1e-5 * Math.abs(least), "call " + call);
      before = loss;
    }
    assertEquals(least, before, 1e-3 * Math.abs(least));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void hasTheSameBitsWithEitherKernel(long seed) {
    Random random = new Random(seed);
    int rank = 1 + random.nextInt(150);
    for (int row = 0; row < 10; row++) {
      RowProblem problem = new RowProblem(random, random.nextInt(300), rank);
      float[] one = problem.row();
      float[] other = problem.row();
      assertEquals(
          problem.solve(
              new ConjugateGradients(new ScalarKernel(), rank, 3, meanSquares(problem)), one),
          problem.solve(
              new ConjugateGradients(new VectorKernel(), rank, 3, meanSquares(problem)), other));
      assertArrayEquals(one, other);
    }
  }

  @Test
  void theProjectionLeavesOutWhatIsQuadratic() {
    RowProblem problem = new RowProblem(new Random(6), 40, 20);
    float[] x = problem.row();
    Arrays.fill(x, problem.start, problem.start + 20, 9f); // must not matter
    double loss = problem.solve(new Projection(20), x);
    Arrays.fill(problem.quadratic, 0f);
    double[] expected = problem.reference();
    assertEquals(problem.loss(expected), loss, 1e-4 * Math.abs(loss));
    for (int f = 0; f < 20; f++) {
      assertEquals(expected[f], x[problem.start + f], 1e-3 * Math.max(1, Math.abs(expected[f])));
    }
  }

  @Test
  void refusesWrongShapes() {
    assertThrows(IllegalArgumentException.class, () -> new ConjugateGradients(2, 0, new float[2]));
    assertThrows(IllegalArgumentException.class, () -> new ConjugateGradients(2, 1, new float[3]));
  }
}
