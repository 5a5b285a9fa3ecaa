package io.nightjar.linalg;

import java.util.Arrays;

/**
 * A sparse matrix of users × items in compressed rows: the items of row {@code u} are {@code
 * items[offsets[u]] … items[offsets[u + 1] - 1]}, ascending, with their weights beside them.
 */
public final class CsrMatrix {
  final int[] offsets;
  final int[] items;
  final float[] weights;

  private CsrMatrix(int[] offsets, int[] items, float[] weights) {
    this.offsets = offsets;
    this.items = items;
    this.weights = weights;
  }

  /** Number of rows. */
  public int rows() {
    return offsets.length - 1;
  }

  /** Number of entries. */
  public int entries() {
    return items.length;
  }

  /**
   * Takes rows one after the other: {@link #row} begins one, {@link #add} appends to it.
   *
   * <p>The order of the rows is the order in which kernels sum over users: add them by user
   * ascending, and results will not depend on how the data were partitioned.
   */
  public static final class Builder {
    private int[] offsets = new int[1024];
    private int[] items = new int[16384];
    private float[] weights = new float[16384];
    private int rows;
    private int entries;

    /** Begins the next row; it may stay empty. */
    public Builder row() {
      if (rows + 1 == offsets.length) {
        offsets = Arrays.copyOf(offsets, grown(rows + 1));
      }
      offsets[rows++] = entries;
      return this;
    }

    /**
     * Appends an entry to the row begun last.
     *
     * @param item 0 or more, and above the item before it in this row
     * @param weight finite
     * @throws IllegalArgumentException if the item is out of order or the weight is not finite
     */
    public Builder add(int item, float weight) {
      if (rows == 0) {
        throw new IllegalStateException("Cannot add item " + item + ": no row has begun");
      }
      int previous = entries > offsets[rows - 1] ? items[entries - 1] : -1;
      if (item <= previous || !Float.isFinite(weight)) {
        throw new IllegalArgumentException(
            ("Cannot add item %d with weight %s after item %d of row %d:"
                    + " items must ascend and weights be finite")
                .formatted(item, weight, previous, rows - 1));
      }
      if (entries == items.length) {
        int length = grown(entries);
        items = Arrays.copyOf(items, length);
        weights = Arrays.copyOf(weights, length);
      }
      items[entries] = item;
      weights[entries++] = weight;
      return this;
    }

    /** The matrix of the rows so far. */
    public CsrMatrix build() {
      int[] ends = Arrays.copyOf(offsets, rows + 1);
      ends[rows] = entries;
      return new CsrMatrix(ends, Arrays.copyOf(items, entries), Arrays.copyOf(weights, entries));
    }

    private static int grown(int length) {
      int limit = Integer.MAX_VALUE - 8;
      if (length >= limit) {
        throw new IllegalStateException(
            "Cannot hold more than " + limit + " entries in one task: use more blocks");
      }
      return (int) Math.min(limit, length * 3L / 2);
    }
  }
}
