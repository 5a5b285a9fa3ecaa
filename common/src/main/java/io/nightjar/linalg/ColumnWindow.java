package io.nightjar.linalg;

import java.util.Arrays;

/**
 * What the users of a block's items have within a range of items: the columns {@code first} to
 * {@code first + width − 1}, in compressed rows, one a user of the block.
 */
public final class ColumnWindow {
  /** The widest window: its columns fit two bytes, which halves what the kernel reads. */
  public static final int MAX_WIDTH = 1 << 16;

  final int first;
  final int width;

  /** Row {@code r} has the entries {@code starts[r]} to {@code ends[r] − 1}. */
  final int[] starts;

  final int[] ends;
  final char[] columns;

  /** For each weighting, a weight for each entry. */
  final float[][] weights;

  private ColumnWindow(
      int first, int width, int[] starts, int[] ends, char[] columns, float[][] weights) {
    this.first = first;
    this.width = width;
    this.starts = starts;
    this.ends = ends;
    this.columns = columns;
    this.weights = weights;
  }

  /**
   * Takes users in any order, each once: {@link #user} begins one, {@link #add} gives its items.
   */
  public static final class Builder {
    private final OwnedItems owned;
    private final int first;
    private final int width;
    private final int[] starts;
    private final int[] ends;
    private char[] columns = new char[4096];
    private final float[][] weights;
    private int entries;

    /**
     * An empty window.
     *
     * @param owned the block whose users are taken
     * @param first first item of the window
     * @param width items of the window, 1 to {@link #MAX_WIDTH}
     * @param weightings weights that each entry has
     */
    public Builder(OwnedItems owned, int first, int width, int weightings) {
      if (width < 1 || width > MAX_WIDTH) {
        throw new IllegalArgumentException(
            "Cannot make a window of %d items: 1 to %d".formatted(width, MAX_WIDTH));
      }
      this.owned = owned;
      this.first = first;
      this.width = width;
      starts = new int[owned.rows()];
      ends = new int[owned.rows()];
      weights = new float[weightings][columns.length];
    }

    /**
     * Begins a user.
     *
     * @param count how many items will be added
     * @throws IllegalArgumentException if the block has no such user
     */
    public void user(int user, int count) {
      int row = owned.rowOf(user);
      starts[row] = entries;
      ends[row] = entries + count;
      if (entries + count > columns.length) {
        columns = Arrays.copyOf(columns, Growth.of(columns.length, entries + count));
        Growth.all(weights, columns.length);
      }
    }

    /**
     * Adds an item of the user begun last.
     *
     * @param given its weights, one for each weighting
     * @throws IllegalArgumentException if it lies outside the window
     */
    public void add(int item, float... given) {
      int column = item - first;
      if (column < 0 || column >= width) {
        throw new IllegalArgumentException(
            "Cannot place item %d in a window of items %d to %d"
                .formatted(item, first, first + width - 1));
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k][entries] = given[k];
      }
      columns[entries++] = (char) column;
    }

    /** The window of the users so far. */
    public ColumnWindow build() {
      return new ColumnWindow(first, width, starts, ends, columns, weights);
    }
  }
}
