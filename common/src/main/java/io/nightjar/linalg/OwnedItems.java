package io.nightjar.linalg;

import java.util.Arrays;

/**
 * The items whose neighbours a task finds, and who interacted with each: item {@code i} belongs to
 * block {@code i mod blocks}. Users are numbered among those of the block, ascending.
 */
public final class OwnedItems {
  private final int block;
  private final int blocks;

  /** Numbers of the block's users, ascending: the place of each is its row. */
  private final int[] users;

  /**
   * Entries of the item at place {@code p} are {@code offsets[p]} to {@code offsets[p + 1] − 1}.
   */
  private final int[] offsets;

  private final int[] rows;

  /** For each weighting, a weight for each entry. */
  private final float[][] weights;

  private OwnedItems(
      int block, int blocks, int[] users, int[] offsets, int[] rows, float[][] weights) {
    this.block = block;
    this.blocks = blocks;
    this.users = users;
    this.offsets = offsets;
    this.rows = rows;
    this.weights = weights;
  }

  /** Places of items: item {@code block + place · blocks} is at {@code place}. */
  public int places() {
    return offsets.length - 1;
  }

  /** The item at a place. */
  public int item(int place) {
    return block + place * blocks;
  }

  /** Users of the item at a place. */
  public int users(int place) {
    return offsets[place + 1] - offsets[place];
  }

  int start(int place) {
    return offsets[place];
  }

  int end(int place) {
    return offsets[place + 1];
  }

  int row(int entry) {
    return rows[entry];
  }

  double weight(int weighting, int entry) {
    return weights[weighting][entry];
  }

  /** Users of the block. */
  int rows() {
    return users.length;
  }

  /** The row of a user. */
  int rowOf(int user) {
    int row = Arrays.binarySearch(users, user);
    if (row < 0) {
      throw new IllegalArgumentException(
          "Cannot place user %d: it has no item of block %d".formatted(user, block));
    }
    return row;
  }

  /**
   * Takes users in any order, each once: {@link #user} begins one, {@link #add} gives its items.
   */
  public static final class Builder {
    private final int block;
    private final int blocks;
    private final int items;

    /** A user above, its place of arrival below: sorts by user. */
    private long[] arrivals = new long[256];

    private int[] starts = new int[257];
    private int users;
    private int[] owned = new int[1024];
    private final float[][] weights;
    private int entries;

    /**
     * An empty block.
     *
     * @param block number of the block, 0 to {@code blocks} − 1
     * @param items how many items there are, of all blocks
     * @param weightings weights that each entry has
     */
    public Builder(int block, int blocks, int items, int weightings) {
      this.block = block;
      this.blocks = blocks;
      this.items = items;
      weights = new float[weightings][owned.length];
    }

    /** Begins a user. */
    public void user(int user) {
      if (users == arrivals.length) {
        arrivals = Arrays.copyOf(arrivals, Growth.of(users, users + 1));
        starts = Arrays.copyOf(starts, arrivals.length + 1);
      }
      starts[users] = entries;
      arrivals[users] = (long) user << 32 | users;
      users++;
    }

    /**
     * Adds an item of the user begun last.
     *
     * @param given its weights, one for each weighting
     * @throws IllegalArgumentException if it is not one of the block's
     */
    public void add(int item, float... given) {
      if (item < 0 || item >= items || item % blocks != block) {
        throw new IllegalArgumentException(
            "Cannot own item %d: not one of %d items in block %d of %d"
                .formatted(item, items, block, blocks));
      }
      if (entries == owned.length) {
        owned = Arrays.copyOf(owned, Growth.of(entries, entries + 1));
        Growth.all(weights, owned.length);
      }
      for (int k = 0; k < weights.length; k++) {
        weights[k][entries] = given[k];
      }
      owned[entries++] = item / blocks;
    }

    /** The block of the users so far: it does not depend on the order in which they came. */
    public OwnedItems build() {
      starts[users] = entries;
      Arrays.sort(arrivals, 0, users);
      int[] offsets = new int[Math.max(0, (items - block + blocks - 1) / blocks) + 1];
      for (int e = 0; e < entries; e++) {
        offsets[owned[e] + 1]++;
      }
      Arrays.parallelPrefix(offsets, Integer::sum);
      int[] next = offsets.clone();
      int[] ids = new int[users];
      int[] rows = new int[entries];
      float[][] ordered = new float[weights.length][entries];
      for (int row = 0; row < users; row++) {
        ids[row] = (int) (arrivals[row] >> 32);
        int arrival = (int) arrivals[row];
        for (int e = starts[arrival]; e < starts[arrival + 1]; e++) {
          int at = next[owned[e]]++;
          rows[at] = row;
          for (int k = 0; k < ordered.length; k++) {
            ordered[k][at] = weights[k][e];
          }
        }
      }
      return new OwnedItems(block, blocks, ids, offsets, rows, ordered);
    }
  }
}
