package io.nightjar.linalg;

import java.io.Serializable;
import java.util.Arrays;

/**
 * The factors of a run of items, in panels: factor by factor, the same factor of 32 items side by
 * side, so that a product reads memory in order. Lanes past the last item hold zeros.
 */
final class FactorTile implements Serializable {
  private static final long serialVersionUID = 1;

  /** Items of a panel: two of the widest vectors there are. */
  static final int PANEL = 2 * DenseKernel.LANES;

  private final int first;
  private final int items;
  private final int rank;
  private final float[] panels;

  /**
   * Rearranges items {@code first} to {@code first + items - 1}.
   *
   * @param itemFactors all items × rank, row-major
   */
  FactorTile(float[] itemFactors, int rank, int first, int items) {
    this.first = first;
    this.items = items;
    this.rank = rank;
    panels = new float[panels() * PANEL * rank];
    for (int i = 0; i < items; i++) {
      int row = (first + i) * rank;
      for (int f = 0; f < rank; f++) {
        panels[place(i, f)] = itemFactors[row + f];
      }
    }
  }

  int first() {
    return first;
  }

  /** Items of a panel that exist. */
  int items(int panel) {
    return Math.min(PANEL, items - panel * PANEL);
  }

  int panels() {
    return (items + PANEL - 1) / PANEL;
  }

  /**
   * Scores the items of one panel.
   *
   * @param users factors of {@link DenseKernel#ROWS} users, side by side: rank × rows
   * @param scores receives rows × {@link #PANEL}
   */
  void score(DenseKernel kernel, int panel, float[] users, float[] scores) {
    Arrays.fill(scores, 0f);
    int rows = DenseKernel.ROWS;
    int start = panel * PANEL * rank;
    kernel.multiplyAdd(rank, rows, PANEL, users, 0, rows, panels, start, PANEL, scores, 0, PANEL);
  }

  /** The score that {@link #score} gives one user and item, to the bit. */
  float score(float[] user, int item) {
    float sum = 0;
    for (int f = 0; f < rank; f++) {
      sum = Math.fma(user[f], panels[place(item, f)], sum);
    }
    return sum;
  }

  private int place(int item, int f) {
    return (item / PANEL * rank + f) * PANEL + item % PANEL;
  }
}
