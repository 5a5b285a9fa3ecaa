package io.nightjar.linalg;

import java.util.Arrays;

/** {@link DenseKernel} in plain Java: the definition, and what runs without the Vector API. */
final class ScalarKernel implements DenseKernel {
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
    for (int p = 0; p < depth; p++) {
      for (int i = 0; i < rows; i++) {
        addScaled(
            a[aStart + p * aStride + i], b, bStart + p * bStride, c, cStart + i * cStride, columns);
      }
    }
  }

  @Override
  public void addScaled(float factor, float[] x, int xStart, float[] y, int yStart, int length) {
    for (int j = 0; j < length; j++) {
      y[yStart + j] = Math.fma(factor, x[xStart + j], y[yStart + j]);
    }
  }

  @Override
  public float dot(float[] x, int xStart, float[] y, int yStart, int length) {
    float[] lanes = new float[LANES];
    for (int at = 0; at < length; at += LANES) {
      for (int j = 0; j < LANES; j++) {
        lanes[j] = Math.fma(x[xStart + at + j], y[yStart + at + j], lanes[j]);
      }
    }
    return DenseKernel.fold(lanes);
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
    for (int j = from; j < to; j++) {
      into[j] = dot(rows, starts[j], x, xStart, length);
    }
  }

  @Override
  public void addRows(
      int from, int to, int[] starts, float[] factors, float[] rows, float[] y, int length) {
    for (int j = from; j < to; j++) {
      addScaled(factors[j], rows, starts[j], y, 0, length);
    }
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
    Arrays.fill(c, 0, ROWS * PANEL, 0f);
    multiplyAdd(depth, ROWS, PANEL, a, 0, ROWS, b, bStart, PANEL, c, 0, PANEL);
    int rows = 0;
    for (int i = 0; i < ROWS; i++) {
      rows |= atLeast(thresholds[firstThreshold + i], c, i * PANEL) != 0 ? 1 << i : 0;
    }
    return rows;
  }

  @Override
  public int atLeast(float threshold, float[] x, int start) {
    int bits = 0;
    for (int j = 0; j < PANEL; j++) {
      bits |= x[start + j] >= threshold ? 1 << j : 0;
    }
    return bits;
  }
}
