package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SymmetricTilesTest {
  /** One row, less than a tile, one tile, and several. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 31, 256, 257, 700})
  void theInverseTimesTheMatrixIsTheIdentity(int size) {
    Random random = new Random(size);
    double[][] matrix = new double[size][size];
    SymmetricTiles tiles = new SymmetricTiles(size);
    for (int observation = 0; observation < size; observation++) {
      int i = random.nextInt(size);
      int j = random.nextInt(size);
      double value = random.nextInt(9) - 4;
      for (int[] pair : new int[][] {{i, i}, {j, j}}) {
        matrix[pair[0]][pair[1]] += Math.abs(value);
        tiles.add(pair[0], pair[1], (float) Math.abs(value));
      }
      if (i != j) {
        matrix[i][j] += value;
        matrix[j][i] += value;
        tiles.add(Math.min(i, j), Math.max(i, j), (float) value);
      }
    }
    for (int i = 0; i < size; i++) {
      matrix[i][i] += 0.5;
      tiles.add(i, i, 0.5f);
    }
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      tiles.row(i, row);
      for (int j = 0; j < size; j++) {
        assertEquals(matrix[i][j], row[j], 0, i + " " + j);
      }
    }

    tiles.invert();

    float[][] inverse = new float[size][size];
    for (int i = 0; i < size; i++) {
      tiles.row(i, inverse[i]);
    }
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        double product = 0;
        for (int p = 0; p < size; p++) {
          product += inverse[i][p] * matrix[p][j];
        }
        assertEquals(i == j ? 1 : 0, product, 1e-4, i + " " + j);
        assertEquals(inverse[j][i], inverse[i][j], 0, "symmetric");
      }
    }
  }

  /** Past 2²⁴ a float would no longer know one from the next. */
  @Test
  void countsExactly() {
    int size = 300;
    SymmetricTiles tiles = new SymmetricTiles(size);
    for (int i = 0; i < size; i++) {
      for (int j = i; j < size; j++) {
        tiles.count(i, j, SymmetricTiles.MOST_UNITS - i * size - j - 1);
        tiles.count(i, j, 1);
      }
    }
    double unit = 1.0 / (1 << 20);
    tiles.countsTo(unit);
    float[] row = new float[size];
    for (int i = 0; i < size; i++) {
      tiles.row(i, row);
      for (int j = 0; j < size; j++) {
        int units = SymmetricTiles.MOST_UNITS - Math.min(i, j) * size - Math.max(i, j);
        assertEquals((float) (unit * units), row[j], 0, i + " " + j);
      }
    }
  }

  @Test
  void refusesWhatIsNotPositiveDefinite() {
    SymmetricTiles tiles = new SymmetricTiles(300);
    for (int i = 0; i < 300; i++) {
      tiles.add(i, i, i == 270 ? 0 : 1);
    }
    String message = assertThrows(IllegalArgumentException.class, tiles::invert).getMessage();
    assertTrue(message.endsWith("row 270"), message);
  }

  @Test
  void saysWhatItTakes() {
    // Three tiles of 256 rows of 272 floats, and four to work with.
    assertEquals((3 + 4) * 256 * 272 * 4L, SymmetricTiles.bytes(300));
  }
}
