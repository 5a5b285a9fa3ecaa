package io.nightjar.linalg;

import java.io.Serializable;
import java.util.Arrays;

/**
 * An orthonormal basis of the space of factors, and how vectors lie in it.
 *
 * <p>In the basis of a Gramian's eigenvectors that Gramian is diagonal, with its eigenvalues.
 */
public final class Basis implements Serializable {
  private static final long serialVersionUID = 1;

  /** Vectors that are turned together. */
  private static final int GROUP = 8 * DenseKernel.ROWS;

  private final int rank;
  private final float[] eigenvalues;
  private final float[] into;
  private final float[] outOf;

  /**
   * A basis.
   *
   * @param eigenvalues of the Gramian, rank
   * @param eigenvectors rank × rank, eigenvector {@code f} in row {@code f}
   */
  public Basis(double[] eigenvalues, double[] eigenvectors) {
    rank = eigenvalues.length;
    int stride = LeastSquares.stride(rank);
    this.eigenvalues = new float[rank];
    into = new float[rank * stride];
    outOf = new float[rank * stride];
    for (int f = 0; f < rank; f++) {
      // Rounding can leave an eigenvalue of a Gramian a little below 0.
      this.eigenvalues[f] = (float) Math.max(0, eigenvalues[f]);
      for (int g = 0; g < rank; g++) {
        float value = (float) eigenvectors[f * rank + g];
        into[g * stride + f] = value;
        outOf[f * stride + g] = value;
      }
    }
  }

  /** The Gramian's eigenvalue for a coordinate of this basis, 0 or more. */
  public float eigenvalue(int coordinate) {
    return eigenvalues[coordinate];
  }

  /**
   * Coordinates of vectors in this basis.
   *
   * @param vectors count × {@link LeastSquares#stride}
   * @return as many, in the same layout
   */
  public float[] into(float[] vectors, int count) {
    return turn(DenseKernel.best(), vectors, count, into);
  }

  /** Vectors of coordinates in this basis: the inverse of {@link #into}. */
  public float[] outOf(float[] vectors, int count) {
    return turn(DenseKernel.best(), vectors, count, outOf);
  }

  private float[] turn(DenseKernel kernel, float[] vectors, int count, float[] matrix) {
    int stride = LeastSquares.stride(rank);
    float[] turned = new float[count * stride];
    float[] group = new float[rank * GROUP];
    float[] result = new float[GROUP * stride];
    for (int from = 0; from < count; from += GROUP) {
      int rows = Math.min(GROUP, count - from);
      Arrays.fill(group, 0f);
      Arrays.fill(result, 0f);
      for (int i = 0; i < rows; i++) {
        for (int f = 0; f < rank; f++) {
          group[f * GROUP + i] = vectors[(from + i) * stride + f];
        }
      }
      kernel.multiplyAdd(
          rank, GROUP, stride, group, 0, GROUP, matrix, 0, stride, result, 0, stride);
      System.arraycopy(result, 0, turned, from * stride, rows * stride);
    }
    return turned;
  }
}
