package io.nightjar.linalg;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A large symmetric matrix of floats, of which the upper half is kept, in square tiles, and its
 * inverse, in place and on all cores.
 *
 * <p>Nearly all of the work is products of tiles, by {@link DenseKernel}; each tile's come in a
 * fixed order, so the result has the same bits on any number of cores. Memory: about 2.2 bytes ×
 * size², see {@link #bytes}. Work: size³ additions and multiplications.
 */
public final class SymmetricTiles {
  /** Order of a tile: three of them fit the second cache. */
  static final int TILE = 256;

  /** Greatest sum of {@link #count}: as bits of a float it is still a number. */
  public static final int MOST_UNITS = 1 << 30;

  /** Floats from a row of a tile to the next: no power of two, so that rows share no cache sets. */
  private static final int STRIDE = TILE + DenseKernel.LANES;

  private final DenseKernel kernel = DenseKernel.best();
  private final int size;

  /** Tiles in a row of the whole matrix. */
  private final int count;

  /** Tile (i, j), i ≤ j, at {@link #slot}. */
  private final float[][] tiles;

  /** A matrix of zeros. */
  public SymmetricTiles(int size) {
    this.size = size;
    count = count(size);
    tiles = new float[slot(0, count)][];
    for (int t = 0; t < tiles.length; t++) {
      tiles[t] = tile();
    }
  }

  /** Bytes that a matrix takes, and its inverse while it is found. */
  public static long bytes(int size) {
    long count = count(size);
    return (count * (count + 1) / 2 + 2 * count) * TILE * STRIDE * Float.BYTES;
  }

  /** Adds to an element and its mirror image; {@code row} is at most {@code column}. */
  public void add(int row, int column, float value) {
    float[] tile = tiles[slot(row / TILE, column / TILE)];
    tile[row % TILE * STRIDE + column % TILE] += value;
    if (row / TILE == column / TILE && row != column) {
      tile[column % TILE * STRIDE + row % TILE] += value;
    }
  }

  /**
   * Counts units in an element of the upper half, exactly, so in whatever order. Until {@link
   * #countsTo}, nothing else may be asked of the matrix.
   *
   * @param row at most {@code column}
   * @param units 0 or more; an element's sum is at most {@link #MOST_UNITS}
   */
  public void count(int row, int column, int units) {
    float[] tile = tiles[slot(row / TILE, column / TILE)];
    int at = row % TILE * STRIDE + column % TILE;
    tile[at] = Float.intBitsToFloat(Float.floatToRawIntBits(tile[at]) + units);
  }

  /** Turns what was counted into the elements: so many times {@code unit}. */
  public void countsTo(double unit) {
    Stream.of(tiles)
        .parallel()
        .forEach(
            tile -> {
              for (int e = 0; e < tile.length; e++) {
                tile[e] = (float) (unit * Float.floatToRawIntBits(tile[e]));
              }
            });
    for (int t = 0; t < count; t++) {
      float[] diagonal = tiles[slot(t, t)];
      for (int row = 1; row < TILE; row++) {
        for (int column = 0; column < row; column++) {
          diagonal[row * STRIDE + column] = diagonal[column * STRIDE + row];
        }
      }
    }
  }

  /**
   * A whole row.
   *
   * @param into receives its elements
   */
  public void row(int row, float[] into) {
    int own = row / TILE;
    for (int t = 0; t < own; t++) {
      float[] tile = tiles[slot(t, own)];
      for (int above = 0; above < TILE; above++) {
        into[t * TILE + above] = tile[above * STRIDE + row % TILE];
      }
    }
    for (int t = own; t < count; t++) {
      int length = Math.min(TILE, size - t * TILE);
      System.arraycopy(tiles[slot(own, t)], row % TILE * STRIDE, into, t * TILE, length);
    }
  }

  /**
   * Replaces the matrix by its inverse: A = UᵀU, V = U⁻ᵀ, A⁻¹ = VᵀV (Golub and Van Loan, <i>Matrix
   * Computations</i>, 4th edition, section 4.2, by tiles).
   *
   * @throws IllegalArgumentException if it is not positive definite in float arithmetic
   */
  public void invert() {
    // Past the last row an identity, so that a definite matrix stays definite.
    for (int row = size; row < count * TILE; row++) {
      add(row, row, 1);
    }
    for (int k = 0; k < count; k++) {
      factorize(k);
    }
    for (int k = 0; k < count; k++) {
      invertFactor(k);
    }
    for (int k = 0; k < count; k++) {
      multiply(k);
    }
  }

  /** Row k of U, whose diagonal tile is left inverted; subtracts its products from what follows. */
  private void factorize(int k) {
    float[] inverse = invertedFactor(tiles[slot(k, k)], k);
    tiles[slot(k, k)] = inverse;
    float[][] negated = new float[count][];
    IntStream.range(k + 1, count)
        .parallel()
        .forEach(
            j -> {
              tiles[slot(k, j)] = product(inverse, tiles[slot(k, j)]);
              negated[j] = negated(tiles[slot(k, j)]);
            });
    pairs(k + 1, count)
        .forEach(
            pair -> {
              int i = pair / count;
              int j = pair % count;
              addProduct(negated[i], tiles[slot(k, j)], tiles[slot(i, j)]);
            });
  }

  /** Row k of V, in place of column k of U. */
  private void invertFactor(int k) {
    float[] inverse = tiles[slot(k, k)];
    float[] negated = negated(inverse);
    float[][] row = new float[k][];
    IntStream.range(0, k)
        .parallel()
        .forEach(
            j -> {
              float[] sum = tile();
              for (int m = j; m < k; m++) {
                addProduct(tiles[slot(m, k)], tiles[slot(j, m)], sum);
              }
              row[j] = product(negated, sum);
            });
    for (int j = 0; j < k; j++) {
      tiles[slot(j, k)] = row[j];
    }
    tiles[slot(k, k)] = transposed(inverse);
  }

  /** Adds the products of row k of V; what was kept of the row gives way to its own. */
  private void multiply(int k) {
    pairs(0, k)
        .forEach(
            pair -> {
              int i = pair / count;
              int j = pair % count;
              addProduct(tiles[slot(i, k)], tiles[slot(j, k)], tiles[slot(i, j)]);
            });
    float[] diagonal = tiles[slot(k, k)];
    IntStream.rangeClosed(0, k)
        .parallel()
        .forEach(i -> tiles[slot(i, k)] = product(tiles[slot(i, k)], diagonal));
  }

  /** Pairs i ≤ j of a range, as i · count + j. */
  private IntStream pairs(int from, int to) {
    return IntStream.range(from, to)
        .flatMap(i -> IntStream.range(i, to).map(j -> i * count + j))
        .boxed()
        .toList()
        .parallelStream()
        .mapToInt(pair -> pair);
  }

  /** U⁻¹ of A = UᵀU, for a tile on the diagonal, in doubles. */
  private static float[] invertedFactor(float[] tile, int k) {
    double[][] u = new double[TILE][TILE];
    for (int i = 0; i < TILE; i++) {
      for (int j = i; j < TILE; j++) {
        u[i][j] = tile[i * STRIDE + j];
      }
    }
    for (int p = 0; p < TILE; p++) {
      if (!(u[p][p] > 0 && u[p][p] < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException(
            "Cannot invert a matrix that is not positive definite: row " + (k * TILE + p));
      }
      double scale = 1 / Math.sqrt(u[p][p]);
      for (int j = p; j < TILE; j++) {
        u[p][j] *= scale;
      }
      for (int i = p + 1; i < TILE; i++) {
        for (int j = i; j < TILE; j++) {
          u[i][j] -= u[p][i] * u[p][j];
        }
      }
    }
    double[][] inverse = new double[TILE][TILE];
    for (int i = TILE - 1; i >= 0; i--) {
      inverse[i][i] = 1 / u[i][i];
      for (int p = i + 1; p < TILE; p++) {
        double factor = -u[i][p] / u[i][i];
        for (int j = p; j < TILE; j++) {
          inverse[i][j] += factor * inverse[p][j];
        }
      }
    }
    float[] result = tile();
    for (int i = 0; i < TILE; i++) {
      for (int j = i; j < TILE; j++) {
        result[i * STRIDE + j] = (float) inverse[i][j];
      }
    }
    return result;
  }

  /** AᵀB. */
  private float[] product(float[] a, float[] b) {
    float[] c = tile();
    addProduct(a, b, c);
    return c;
  }

  /** C += AᵀB. */
  private void addProduct(float[] a, float[] b, float[] c) {
    kernel.multiplyAdd(TILE, TILE, TILE, a, 0, STRIDE, b, 0, STRIDE, c, 0, STRIDE);
  }

  private static float[] negated(float[] tile) {
    float[] negated = new float[tile.length];
    for (int e = 0; e < tile.length; e++) {
      negated[e] = -tile[e];
    }
    return negated;
  }

  private static float[] transposed(float[] tile) {
    float[] transposed = tile();
    for (int i = 0; i < TILE; i++) {
      for (int j = 0; j < TILE; j++) {
        transposed[j * STRIDE + i] = tile[i * STRIDE + j];
      }
    }
    return transposed;
  }

  private static float[] tile() {
    return new float[TILE * STRIDE];
  }

  private static int count(int size) {
    return (size + TILE - 1) / TILE;
  }

  /** Column by column. */
  private static int slot(int row, int column) {
    return column * (column + 1) / 2 + row;
  }
}
