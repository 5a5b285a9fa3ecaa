package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CsrMatrixTest {
  @Test
  void keepsRowsEmptyOnesToo() {
    CsrMatrix matrix =
        new CsrMatrix.Builder().row().row().add(3, 1f).add(7, 2f).row().row().add(0, 4f).build();
    assertEquals(4, matrix.rows());
    assertEquals(3, matrix.entries());
    assertArrayEquals(new int[] {0, 0, 2, 2, 3}, matrix.offsets);
    assertArrayEquals(new int[] {3, 7, 0}, matrix.items);
    assertArrayEquals(new float[] {1, 2, 4}, matrix.weights);
    assertEquals(0, new CsrMatrix.Builder().build().rows());
  }

  @Test
  void growsPastItsFirstSize() {
    CsrMatrix.Builder builder = new CsrMatrix.Builder();
    for (int row = 0; row < 5000; row++) {
      builder.row();
      for (int item = 0; item < 10; item++) {
        builder.add(item + row, row);
      }
    }
    CsrMatrix matrix = builder.build();
    assertEquals(5000, matrix.rows());
    assertEquals(50_000, matrix.entries());
    assertEquals(49_990, matrix.offsets[4999]);
    assertEquals(5008, matrix.items[49_999]);
  }

  @Test
  void refusesDisorder() {
    CsrMatrix.Builder builder = new CsrMatrix.Builder();
    assertThrows(IllegalStateException.class, () -> builder.add(0, 1f));
    builder.row().add(5, 1f);
    assertThrows(IllegalArgumentException.class, () -> builder.add(5, 1f));
    assertThrows(IllegalArgumentException.class, () -> builder.add(4, 1f));
    assertThrows(IllegalArgumentException.class, () -> builder.add(6, Float.NaN));
    assertThrows(IllegalArgumentException.class, () -> builder.row().add(-1, 1f));
  }
}
