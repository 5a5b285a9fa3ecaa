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
