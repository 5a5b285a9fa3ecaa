package io.nightjar.linalg;

import java.io.Serializable;

/**
 * The factors of a run of items, in panels: factor by factor, the same factor of 32 items side by
 * side, so that a product reads memory in order. Lanes past the last item hold zeros.
 */
final class FactorTile implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int PANEL = DenseKernel.PANEL;

  private final int first;
  private final int items;
  private final int rank;
  private final float[] panels;

  /**
   * Rearranges some items.
   *
   * @param itemFactors all items × rank, row-major
   * @param order rows of the factors, of which these are {@code first} to {@code first + items − 1}
   */
  FactorTile(float[] itemFactors, int rank, int[] order, int first, int items) {
    this.first = first;
    this.items = items;
    this.rank = rank;
    panels = new float[panels() * PANEL * rank];
    for (int i = 0; i < items; i++) {
      int row = order[first + i] * rank;
      for (int f = 0; f < rank; f++) {
        panels[(i / PANEL * rank + f) * PANEL + i % PANEL] = itemFactors[row + f];
      }
    }
  }

  /** Place of its first item in the order. */
  int first() {
    return first;
  }

  /** A bit for each lane of a panel that holds an item. */
  int lanes(int panel) {
    return -1 >>> Math.max(0, (panel + 1) * PANEL - items);
  }

  int panels() {
    return (items + PANEL - 1) / PANEL;
  }

  /**
   * Scores the items of one panel; see {@link DenseKernel#scorePanel}.
   *
   * @param users factors of {@link DenseKernel#ROWS} users, side by side: rank × rows
   * @param thresholds one for each user, from {@code firstThreshold} on
   * @param scores receives rows × {@link DenseKernel#PANEL}
   * @return bit i is set if user i has a score that reaches the threshold
   */
  int score(
      DenseKernel kernel,
      int panel,
      float[] users,
      float[] thresholds,
      int firstThreshold,
      float[] scores) {
    return kernel.scorePanel(
        rank, users, panels, panel * PANEL * rank, thresholds, firstThreshold, scores);
  }
}
