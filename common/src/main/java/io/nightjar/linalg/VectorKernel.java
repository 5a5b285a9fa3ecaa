package io.nightjar.linalg;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link DenseKernel} with the Vector API.
 *
 * <p>A product is made of tiles whose sums stay in registers over the whole depth: eight rows of
 * two vectors are sixteen independent chains, enough to hide the latency of a multiply-add, and
 * leave registers for the operands (Goto and van de Geijn, "Anatomy of High-Performance Matrix
 * Multiplication", ACM TOMS 34(3), 2008).
 */
final class VectorKernel implements DenseKernel {
  static final VectorSpecies<Float> SPECIES =
      FloatVector.SPECIES_PREFERRED.length() <= LANES
          ? FloatVector.SPECIES_PREFERRED
          : FloatVector.SPECIES_512;
  private static final int WIDTH = SPECIES.length();
  private static final Class<?> CLASS = SPECIES.vectorType();

  @Override
  public void multiplyAdd(
      int depth,
      int rows,
      int columns,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    int j = 0;
    for (; j + 2 * WIDTH <= columns; j += 2 * WIDTH) {
      for (int i = 0; i < rows; i += ROWS) {
        wide(
            depth,
            a,
            aStart + i,
            aStride,
            b,
            bStart + j,
            bStride,
            c,
            cStart + i * cStride + j,
            cStride);
      }
    }
    for (; j < columns; j += WIDTH) {
      for (int i = 0; i < rows; i += ROWS) {
        narrow(
            depth,
            a,
            aStart + i,
            aStride,
            b,
            bStart + j,
            bStride,
            c,
            cStart + i * cStride + j,
            cStride);
      }
    }
  }

  /** Eight rows of two vectors. */
  private static void wide(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    int row0 = cStart;
    int row1 = cStart + cStride;
    int row2 = cStart + 2 * cStride;
    int row3 = cStart + 3 * cStride;
    int row4 = cStart + 4 * cStride;
    int row5 = cStart + 5 * cStride;
    int row6 = cStart + 6 * cStride;
    int row7 = cStart + 7 * cStride;
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, row0);
    FloatVector c01 = FloatVector.fromArray(SPECIES, c, row0 + WIDTH);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, row1);
    FloatVector c11 = FloatVector.fromArray(SPECIES, c, row1 + WIDTH);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, row2);
    FloatVector c21 = FloatVector.fromArray(SPECIES, c, row2 + WIDTH);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, row3);
    FloatVector c31 = FloatVector.fromArray(SPECIES, c, row3 + WIDTH);
    FloatVector c40 = FloatVector.fromArray(SPECIES, c, row4);
    FloatVector c41 = FloatVector.fromArray(SPECIES, c, row4 + WIDTH);
    FloatVector c50 = FloatVector.fromArray(SPECIES, c, row5);
    FloatVector c51 = FloatVector.fromArray(SPECIES, c, row5 + WIDTH);
    FloatVector c60 = FloatVector.fromArray(SPECIES, c, row6);
    FloatVector c61 = FloatVector.fromArray(SPECIES, c, row6 + WIDTH);
    FloatVector c70 = FloatVector.fromArray(SPECIES, c, row7);
    FloatVector c71 = FloatVector.fromArray(SPECIES, c, row7 + WIDTH);
    int ap = aStart;
    int bp = bStart;
    for (int p = 0; p < depth; p++) {
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
      ap += aStride;
      bp += bStride;
    }
    store(c00, c, row0);
    store(c01, c, row0 + WIDTH);
    store(c10, c, row1);
    store(c11, c, row1 + WIDTH);
    store(c20, c, row2);
    store(c21, c, row2 + WIDTH);
    store(c30, c, row3);
    store(c31, c, row3 + WIDTH);
    store(c40, c, row4);
    store(c41, c, row4 + WIDTH);
    store(c50, c, row5);
    store(c51, c, row5 + WIDTH);
    store(c60, c, row6);
    store(c61, c, row6 + WIDTH);
    store(c70, c, row7);
    store(c71, c, row7 + WIDTH);
  }

  /** Eight rows of one vector. */
  private static void narrow(
      int depth,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride) {
    int row0 = cStart;
    int row1 = cStart + cStride;
    int row2 = cStart + 2 * cStride;
    int row3 = cStart + 3 * cStride;
    int row4 = cStart + 4 * cStride;
    int row5 = cStart + 5 * cStride;
    int row6 = cStart + 6 * cStride;
    int row7 = cStart + 7 * cStride;
    FloatVector c00 = FloatVector.fromArray(SPECIES, c, row0);
    FloatVector c10 = FloatVector.fromArray(SPECIES, c, row1);
    FloatVector c20 = FloatVector.fromArray(SPECIES, c, row2);
    FloatVector c30 = FloatVector.fromArray(SPECIES, c, row3);
    FloatVector c40 = FloatVector.fromArray(SPECIES, c, row4);
    FloatVector c50 = FloatVector.fromArray(SPECIES, c, row5);
    FloatVector c60 = FloatVector.fromArray(SPECIES, c, row6);
    FloatVector c70 = FloatVector.fromArray(SPECIES, c, row7);
    int ap = aStart;
    int bp = bStart;
    for (int p = 0; p < depth; p++) {
      FloatVector b0 = FloatVector.fromArray(SPECIES, b, bp);
      FloatVector a0 = FloatVector.broadcast(SPECIES, a[ap]);
      c00 = b0.fma(a0, c00);
      FloatVector a1 = FloatVector.broadcast(SPECIES, a[ap + 1]);
      c10 = b0.fma(a1, c10);
      FloatVector a2 = FloatVector.broadcast(SPECIES, a[ap + 2]);
      c20 = b0.fma(a2, c20);
      FloatVector a3 = FloatVector.broadcast(SPECIES, a[ap + 3]);
      c30 = b0.fma(a3, c30);
      FloatVector a4 = FloatVector.broadcast(SPECIES, a[ap + 4]);
      c40 = b0.fma(a4, c40);
      FloatVector a5 = FloatVector.broadcast(SPECIES, a[ap + 5]);
      c50 = b0.fma(a5, c50);
      FloatVector a6 = FloatVector.broadcast(SPECIES, a[ap + 6]);
      c60 = b0.fma(a6, c60);
      FloatVector a7 = FloatVector.broadcast(SPECIES, a[ap + 7]);
      c70 = b0.fma(a7, c70);
      ap += aStride;
      bp += bStride;
    }
    store(c00, c, row0);
    store(c10, c, row1);
    store(c20, c, row2);
    store(c30, c, row3);
    store(c40, c, row4);
    store(c50, c, row5);
    store(c60, c, row6);
    store(c70, c, row7);
  }

  /** Stores a vector that comes out of a loop. */
  static void store(FloatVector vector, float[] x, int start) {
    known(vector).intoArray(x, start);
  }

  /**
   * The same vector, of a class that the compiler knows. Of a vector that comes out of a loop it
   * knows no more than that it is some FloatVector, and keeps it as an object where another library
   * of the process uses vectors of another width. The cast costs nothing: once the loop is
   * compiled, its class is seen to be that.
   */
  static FloatVector known(FloatVector vector) {
    return (FloatVector) CLASS.cast(vector);
  }

  @Override
  public void addScaled(float factor, float[] x, int xStart, float[] y, int yStart, int length) {
    FloatVector scale = FloatVector.broadcast(SPECIES, factor);
    for (int j = 0; j < length; j += WIDTH) {
      FloatVector sum = FloatVector.fromArray(SPECIES, y, yStart + j);
      FloatVector.fromArray(SPECIES, x, xStart + j).fma(scale, sum).intoArray(y, yStart + j);
    }
  }

  @Override
  public float dot(float[] x, int xStart, float[] y, int yStart, int length) {
    return VectorRows.dot(x, xStart, y, yStart, length);
  }

  @Override
  public void dots(
      int from,
      int to,
      int[] starts,
      float[] rows,
      float[] x,
      int xStart,
      int length,
      float[] into) {
    VectorRows.dots(from, to, starts, rows, x, xStart, length, into);
  }

  @Override
  public void addRows(
      int from, int to, int[] starts, float[] factors, float[] rows, float[] y, int length) {
    VectorRows.add(from, to, starts, factors, rows, y, length);
  }

  @Override
  public int scorePanel(
      int depth,
      float[] a,
      float[] b,
      int bStart,
      float[] thresholds,
      int firstThreshold,
      float[] c) {
    for (int j = 0; j < PANEL; j += 2 * WIDTH) {
      VectorPanel.score(depth, a, b, bStart + j, c, j);
    }
    int rows = 0;
    for (int i = 0; i < ROWS; i++) {
      rows |= VectorPanel.reaches(thresholds[firstThreshold + i], c, i * PANEL) ? 1 << i : 0;
    }
    return rows;
  }

  @Override
  public int atLeast(float threshold, float[] x, int start) {
    return VectorPanel.atLeast(threshold, x, start);
  }
}
