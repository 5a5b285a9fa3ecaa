package io.nightjar.linalg;

import io.nightjar.dense.Floats;
import java.io.Serializable;

/**
 * The factors of a run of items, in panels: factor by factor, the same factor of 32 items side by
 * side, so that a product reads memory in order. Lanes past the last item hold zeros.
 */
final class FactorTile implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int PANEL = DenseKernel.PANEL;

  /** Factors at a time, of which a panel and a group of users both stay in the first cache. */
  private static final int DEPTH = 128;

  private final int first;
  private final int items;
  private final int rank;
  private final Floats panels;

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
    float[] sideBySide = new float[panels() * PANEL * rank];
    for (int i = 0; i < items; i++) {
      int row = order[first + i] * rank;
      for (int f = 0; f < rank; f++) {
        sideBySide[(i / PANEL * rank + f) * PANEL + i % PANEL] = itemFactors[row + f];
      }
    }
    panels = new Floats(sideBySide);
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
   * Scores the items of one panel for some groups of {@link DenseKernel#ROWS} users.
   *
   * @param groups factors of the users of each group, side by side: rank × rows
   * @param open a bit for each group that is scored
   * @param scores receives rows × {@link DenseKernel#PANEL} for each of these groups, at its place
   */
  void score(DenseKernel kernel, int panel, float[][] groups, int open, float[] scores) {
    for (int from = 0; from < rank; from += DEPTH) {
      int depth = Math.min(DEPTH, rank - from);
      int start = (panel * rank + from) * PANEL;
      for (int left = open; left != 0; left &= left - 1) {
        int group = Integer.numberOfTrailingZeros(left);
        kernel.scorePanel(
            depth,
            groups[group],
            from * DenseKernel.ROWS,
            panels.values(),
            start,
            from > 0,
            scores,
            group * DenseKernel.ROWS * PANEL);
      }
    }
  }
}
