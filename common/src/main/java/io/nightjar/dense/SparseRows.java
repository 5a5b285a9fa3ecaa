package io.nightjar.dense;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Lists of (int, float) pairs by dense number: list {@code i} is at {@code start(i)} to {@code
 * end(i) - 1}.
 */
public final class SparseRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final int[] offsets;
  private final int[] ids;
  private final float[] values;

  private SparseRows(int[] offsets, int[] ids, float[] values) {
    this.offsets = offsets;
    this.ids = ids;
    this.values = values;
  }

  /** Place of the first pair of a list. */
  public int start(int row) {
    return offsets[row];
  }

  /** Place after the last pair of a list. */
  public int end(int row) {
    return offsets[row + 1];
  }

  /** The int at a place. */
  public int id(int place) {
    return ids[place];
  }

  /** The float at a place. */
  public float value(int place) {
    return values[place];
  }

  /** Takes lists in ascending order of their numbers. */
  public static final class Builder {
    private final int[] offsets;
    private final int[] ids;
    private final float[] values;
    private int row = -1;
    private int entries;

    /**
     * Room for lists.
     *
     * @param rows numbers, from 0
     * @param entries pairs of all lists together
     */
    public Builder(int rows, int entries) {
      offsets = new int[rows + 1];
      ids = new int[entries];
      values = new float[entries];
    }

    /** Begins a list; those between it and the one before stay empty. */
    public void row(int next) {
      if (next <= row) {
        throw new IllegalArgumentException("List " + next + " comes after list " + row);
      }
      Arrays.fill(offsets, row + 1, next + 1, entries);
      row = next;
    }

    /** Appends to the list begun last. */
    public void add(int id, float value) {
      ids[entries] = id;
      values[entries++] = value;
    }

    /** All lists. */
    public SparseRows build() {
      Arrays.fill(offsets, row + 1, offsets.length, entries);
      return new SparseRows(offsets, ids, values);
    }
  }
}
