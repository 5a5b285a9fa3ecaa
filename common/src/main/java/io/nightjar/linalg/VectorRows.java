package io.nightjar.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The row by row operations of {@link VectorKernel}. */
final class VectorRows {
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int LANES = DenseKernel.LANES;

  private static final VectorShuffle<Float> TURN_8 = turn(8);
  private static final VectorShuffle<Float> TURN_4 = turn(4);
  private static final VectorShuffle<Float> TURN_2 = turn(2);
  private static final VectorShuffle<Float> TURN_1 = turn(1);

  private static VectorShuffle<Float> turn(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes % WIDTH, 1, true);
  }

  static float dot(float[] x, int xStart, float[] y, int yStart, int length) {
    FloatVector sum = FloatVector.zero(SPECIES);
    if (WIDTH == LANES) {
      for (int j = 0; j < length; j += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, x, xStart + j);
        sum = left.fma(FloatVector.fromArray(SPECIES, y, yStart + j), sum);
      }
      return fold(sum);
    }
    // Vector v of every run of 16 carries on the chains that begin at lane v · WIDTH.
    float[] lanes = new float[LANES];
    for (int v = 0; v < LANES; v += WIDTH) {
      sum = FloatVector.zero(SPECIES);
      for (int j = v; j < length; j += LANES) {
        FloatVector left = FloatVector.fromArray(SPECIES, x, xStart + j);
        sum = left.fma(FloatVector.fromArray(SPECIES, y, yStart + j), sum);
      }
      VectorKernel.store(sum, lanes, v);
    }
    return DenseKernel.fold(lanes);
  }

  static void dots(
      int from,
      int to,
      int[] starts,
      float[] rows,
      float[] x,
      int xStart,
      int length,
      float[] into) {
    int j = from;
    if (WIDTH == LANES) {
      for (; j + 4 <= to; j += 4) {
        fourDots(j, starts, rows, x, xStart, length, into);
      }
    }
    for (; j < to; j++) {
      into[j] = dot(rows, starts[j], x, xStart, length);
    }
  }

  /** Four rows share the loads of x, and hide each other's latency. */
  private static void fourDots(
      int j, int[] starts, float[] rows, float[] x, int xStart, int length, float[] into) {
    int row0 = starts[j];
    int row1 = starts[j + 1];
    int row2 = starts[j + 2];
    int row3 = starts[j + 3];
    FloatVector sum0 = FloatVector.zero(SPECIES);
    FloatVector sum1 = sum0;
    FloatVector sum2 = sum0;
    FloatVector sum3 = sum0;
    for (int i = 0; i < length; i += LANES) {
      FloatVector right = FloatVector.fromArray(SPECIES, x, xStart + i);
      sum0 = FloatVector.fromArray(SPECIES, rows, row0 + i).fma(right, sum0);
      sum1 = FloatVector.fromArray(SPECIES, rows, row1 + i).fma(right, sum1);
      sum2 = FloatVector.fromArray(SPECIES, rows, row2 + i).fma(right, sum2);
      sum3 = FloatVector.fromArray(SPECIES, rows, row3 + i).fma(right, sum3);
    }
    into[j] = fold(sum0);
    into[j + 1] = fold(sum1);
    into[j + 2] = fold(sum2);
    into[j + 3] = fold(sum3);
  }

  /** {@link DenseKernel#fold} of one vector of all lanes: each turn brings the other half. */
  private static float fold(FloatVector sum) {
    FloatVector lanes = VectorKernel.known(sum);
    FloatVector eight = lanes.add(lanes.rearrange(TURN_8));
    FloatVector four = eight.add(eight.rearrange(TURN_4));
    FloatVector two = four.add(four.rearrange(TURN_2));
    return two.add(two.rearrange(TURN_1)).lane(0);
  }

  static void add(
      int from, int to, int[] starts, float[] factors, float[] rows, float[] y, int length) {
    int i = 0;
    for (; i + 4 * WIDTH <= length; i += 4 * WIDTH) {
      FloatVector y0 = FloatVector.fromArray(SPECIES, y, i);
      FloatVector y1 = FloatVector.fromArray(SPECIES, y, i + WIDTH);
      FloatVector y2 = FloatVector.fromArray(SPECIES, y, i + 2 * WIDTH);
      FloatVector y3 = FloatVector.fromArray(SPECIES, y, i + 3 * WIDTH);
      for (int j = from; j < to; j++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, factors[j]);
        int row = starts[j] + i;
        y0 = FloatVector.fromArray(SPECIES, rows, row).fma(factor, y0);
        y1 = FloatVector.fromArray(SPECIES, rows, row + WIDTH).fma(factor, y1);
        y2 = FloatVector.fromArray(SPECIES, rows, row + 2 * WIDTH).fma(factor, y2);
        y3 = FloatVector.fromArray(SPECIES, rows, row + 3 * WIDTH).fma(factor, y3);
      }
      VectorKernel.store(y0, y, i);
      VectorKernel.store(y1, y, i + WIDTH);
      VectorKernel.store(y2, y, i + 2 * WIDTH);
      VectorKernel.store(y3, y, i + 3 * WIDTH);
    }
    for (; i < length; i += WIDTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, i);
      for (int j = from; j < to; j++) {
        FloatVector factor = FloatVector.broadcast(SPECIES, factors[j]);
        sum = FloatVector.fromArray(SPECIES, rows, starts[j] + i).fma(factor, sum);
      }
      VectorKernel.store(sum, y, i);
    }
  }

  private VectorRows() {}
}
