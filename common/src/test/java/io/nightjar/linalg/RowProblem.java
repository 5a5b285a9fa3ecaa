package io.nightjar.linalg;

import java.util.Arrays;
import java.util.Random;

/** A row: its observations, what it must minimise, and where it lies. */
final class RowProblem {
  final int count;
  final int rank;
  final int[] at;
  final float[] linear;
  final float[] quadratic;
  final float[] vectors;
  final float[] diagonal;
  final int start;

  RowProblem(Random random, int count, int rank) {
    this.count = count;
    this.rank = rank;
    int stride = LeastSquares.stride(rank);
    vectors = new float[(count + 1) * stride];
    at = new int[count];
    linear = new float[count];
    quadratic = new float[count];
    for (int j = 0; j < count; j++) {
      at[j] = (count - j) * stride; // not in the order of the vectors
      for (int f = 0; f < rank; f++) {
        vectors[at[j] + f] = (float) random.nextGaussian() / 3;
      }
      quadratic[j] = (float) Math.exp(2 * random.nextGaussian());
      linear[j] = 1 + quadratic[j];
    }
    diagonal = new float[rank];
    for (int f = 0; f < rank; f++) {
      diagonal[f] = 0.1f + random.nextFloat();
    }
    start = stride;
  }

  float[] row() {
    return new float[start + LeastSquares.stride(rank)];
  }

  double solve(RowSolver solver, float[] x) {
    return solver.solve(count, at, linear, quadratic, vectors, diagonal, x, start);
  }

  double loss(double[] x) {
    double loss = 0;
    for (int j = 0; j < count; j++) {
      double y = 0;
      for (int f = 0; f < rank; f++) {
        y += x[f] * vectors[at[j] + f];
      }
      loss += quadratic[j] * y * y - 2 * linear[j] * y;
    }
    for (int f = 0; f < rank; f++) {
      loss += diagonal[f] * x[f] * x[f];
    }
    return loss;
  }

  /** Normal equations by Gaussian elimination in double. */
  double[] reference() {
    double[][] a = new double[rank][rank + 1];
    for (int j = 0; j < count; j++) {
      for (int f = 0; f < rank; f++) {
        double v = vectors[at[j] + f];
        for (int g = 0; g < rank; g++) {
          a[f][g] += quadratic[j] * v * vectors[at[j] + g];
        }
        a[f][rank] += linear[j] * v;
      }
    }
    for (int f = 0; f < rank; f++) {
      a[f][f] += diagonal[f];
    }
    for (int p = 0; p < rank; p++) {
      for (int i = 0; i < rank; i++) {
        if (i != p) {
          double factor = a[i][p] / a[p][p];
          for (int j = p; j <= rank; j++) {
            a[i][j] -= factor * a[p][j];
          }
        }
      }
    }
    double[] x = new double[rank];
    Arrays.setAll(x, f -> a[f][rank] / a[f][f]);
    return x;
  }
}
