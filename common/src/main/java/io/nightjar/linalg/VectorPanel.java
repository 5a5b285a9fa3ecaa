package io.nightjar.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tile of {@link DenseKernel#scorePanel} with the Vector API: sums begin as zeros in registers.
 */
final class VectorPanel {
  private static final int PANEL = DenseKernel.PANEL;
  private static final int ROWS = DenseKernel.ROWS;

  // Constants of the class, without which the compiler keeps vectors as objects.
  private static final VectorSpecies<Float> SPECIES = VectorKernel.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Scores two vectors of each row. */
  static void score(int depth, float[] a, float[] b, int bStart, float[] c, int cStart) {
    FloatVector c00 = FloatVector.zero(SPECIES);
    FloatVector c01 = FloatVector.zero(SPECIES);
    FloatVector c10 = FloatVector.zero(SPECIES);
    FloatVector c11 = FloatVector.zero(SPECIES);
    FloatVector c20 = FloatVector.zero(SPECIES);
    FloatVector c21 = FloatVector.zero(SPECIES);
    FloatVector c30 = FloatVector.zero(SPECIES);
    FloatVector c31 = FloatVector.zero(SPECIES);
    FloatVector c40 = FloatVector.zero(SPECIES);
    FloatVector c41 = FloatVector.zero(SPECIES);
    FloatVector c50 = FloatVector.zero(SPECIES);
    FloatVector c51 = FloatVector.zero(SPECIES);
    FloatVector c60 = FloatVector.zero(SPECIES);
    FloatVector c61 = FloatVector.zero(SPECIES);
    FloatVector c70 = FloatVector.zero(SPECIES);
    FloatVector c71 = FloatVector.zero(SPECIES);
    for (int p = 0; p < depth; p++) {
      // Products of the counter, not sums: bounds are then checked once, before the loop.
      int ap = p * ROWS;
      int bp = bStart + p * PANEL;
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector b1 = FloatVector.fromArray(SPECIES, b, bp + WIDTH);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = b0.fma(a0, c00);
      c01 = b1.fma(a0, c01);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
      c10 = b0.fma(a1, c10);
      c11 = b1.fma(a1, c11);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
      c20 = b0.fma(a2, c20);
      c21 = b1.fma(a2, c21);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
      c30 = b0.fma(a3, c30);
      c31 = b1.fma(a3, c31);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
      c40 = b0.fma(a4, c40);
      c41 = b1.fma(a4, c41);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
      c50 = b0.fma(a5, c50);
      c51 = b1.fma(a5, c51);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
      c60 = b0.fma(a6, c60);
      c61 = b1.fma(a6, c61);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
      c70 = b0.fma(a7, c70);
      c71 = b1.fma(a7, c71);
    }
    VectorKernel.store(c00, c, cStart);
    VectorKernel.store(c01, c, cStart + WIDTH);
    VectorKernel.store(c10, c, cStart + PANEL);
    VectorKernel.store(c11, c, cStart + PANEL + WIDTH);
    VectorKernel.store(c20, c, cStart + 2 * PANEL);
    VectorKernel.store(c21, c, cStart + 2 * PANEL + WIDTH);
    VectorKernel.store(c30, c, cStart + 3 * PANEL);
    VectorKernel.store(c31, c, cStart + 3 * PANEL + WIDTH);
    VectorKernel.store(c40, c, cStart + 4 * PANEL);
    VectorKernel.store(c41, c, cStart + 4 * PANEL + WIDTH);
    VectorKernel.store(c50, c, cStart + 5 * PANEL);
    VectorKernel.store(c51, c, cStart + 5 * PANEL + WIDTH);
    VectorKernel.store(c60, c, cStart + 6 * PANEL);
    VectorKernel.store(c61, c, cStart + 6 * PANEL + WIDTH);
    VectorKernel.store(c70, c, cStart + 7 * PANEL);
    VectorKernel.store(c71, c, cStart + 7 * PANEL + WIDTH);
  }

  /** Whether any element of two vectors or more is at least a threshold. */
  static boolean reaches(float threshold, float[] x, int start) {
    for (int lane = 0; lane < PANEL; lane += 2 * WIDTH) {
      VectorMask<Float> left =
          FloatVector.fromArray(SPECIES, x, start + lane).compare(VectorOperators.GE, threshold);
      VectorMask<Float> right =
          FloatVector.fromArray(SPECIES, x, start + lane + WIDTH)
              .compare(VectorOperators.GE, threshold);
      if (left.or(right).anyTrue()) {
        return true;
      }
    }
    return false;
  }

  /** The bits of {@link DenseKernel#atLeast}. */
  static int atLeast(float threshold, float[] x, int start) {
    IntVector bits = FloatVector.zero(SPECIES).reinterpretAsInts();
    for (int lane = 0; lane < PANEL; lane += WIDTH) {
      FloatVector those = FloatVector.fromArray(SPECIES, LANE_BITS, lane);
      VectorMask<Float> mask =
          FloatVector.fromArray(SPECIES, x, start + lane).compare(VectorOperators.GE, threshold);
      bits = bits.or(FloatVector.zero(SPECIES).blend(those, mask).reinterpretAsInts());
    }
    return bits.reduceLanes(VectorOperators.OR);
  }

  /** Floats of which each has the one bit of its lane: blended, never added. */
  private static final float[] LANE_BITS = new float[PANEL];

  static {
    for (int lane = 0; lane < PANEL; lane++) {
      LANE_BITS[lane] = Float.intBitsToFloat(1 << lane);
    }
  }

  private VectorPanel() {}
}
