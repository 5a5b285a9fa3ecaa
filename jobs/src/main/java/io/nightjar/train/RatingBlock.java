package io.nightjar.train;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;

/**
 * The interactions of the rows of one block, in compressed rows. Row {@code id} lies in block
 * {@code id mod blocks}; so does a column, which is a row of the other side.
 *
 * <p>The columns that the block needs are numbered by block, then id: the order in which their
 * vectors are laid out where the block is solved. Behind them, by block, then id again, come those
 * that only hot rows need, whose vectors are not laid out (see {@link HotRows}).
 */
final class RatingBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Number of the block. */
  final int block;

  /** Ids of the rows that have interactions, ascending. */
  final int[] ids;

  /** Row {@code r} has the entries {@code offsets[r]} to {@code offsets[r + 1] − 1}. */
  final int[] offsets;

  /** Hot rows, ascending. */
  final int[] hot;

  /** For each entry, by column ascending, of a hot row by number, the number of its column. */
  final int[] columns;

  /** For each entry its weight. */
  final float[] weights;

  /** Id of each column, by number. */
  final int[] columnIds;

  /** Columns of block {@code s} have the numbers {@code starts[s]} to {@code starts[s + 1] − 1}. */
  final int[] starts;

  /** The same of the columns that only hot rows need. */
  final int[] hotStarts;

  private RatingBlock(int block, int[] ids, int[] offsets, int[] hot, Numbered entries) {
    this.block = block;
    this.ids = ids;
    this.offsets = offsets;
    this.hot = hot;
    this.columns = entries.columns;
    this.weights = entries.weights;
    this.columnIds = entries.columnIds;
    this.starts = entries.starts;
    this.hotStarts = entries.hotStarts;
  }

  /**
   * Sorts interactions into a block: the result does not depend on their order.
   *
   * @param pieces interactions of the block's rows, one a row and column
   * @param hotAbove a row with more interactions is hot
   */
  static RatingBlock of(Iterator<Triples> pieces, int block, int blocks, int hotAbove) {
    Gathered all = new Gathered(pieces);
    int[] place = new int[all.maxRow / blocks + 2];
    for (int e = 0; e < all.count; e++) {
      place[all.rows[e] / blocks + 1]++;
    }
    int[] local = IntStream.range(0, place.length - 1).filter(r -> place[r + 1] > 0).toArray();
    Arrays.parallelPrefix(place, Integer::sum);
    int[] offsets = new int[local.length + 1];
    for (int r = 0; r < local.length; r++) {
      offsets[r] = place[local[r]];
    }
    offsets[local.length] = all.count;
    // Column above, bits of the weight below: a row's entries sort as numbers.
    long[] entries = new long[all.count];
    for (int e = 0; e < all.count; e++) {
      entries[place[all.rows[e] / blocks]++] =
          Numbered.entry(all.columns[e], Float.floatToIntBits(all.weights[e]));
    }
    for (int r = 0; r < local.length; r++) {
      Arrays.sort(entries, offsets[r], offsets[r + 1]);
    }
    int[] ids = IntStream.of(local).map(r -> r * blocks + block).toArray();
    int[] hot =
        IntStream.range(0, ids.length)
            .filter(r -> offsets[r + 1] - offsets[r] > hotAbove)
            .toArray();
    return new RatingBlock(
        block, ids, offsets, hot, new Numbered(entries, offsets, hot, blocks, all.maxColumn));
  }

  /** How many entries a row has. */
  int count(int row) {
    return offsets[row + 1] - offsets[row];
  }

  boolean isHot(int row) {
    return hot.length > 0 && Arrays.binarySearch(hot, row) >= 0;
  }

  /** Sends the same interactions to the blocks of the other side, with rows and columns swapped. */
  void transpose(Triples.Router router) {
    for (int r = 0; r < ids.length; r++) {
      for (int e = offsets[r]; e < offsets[r + 1]; e++) {
        router.add(columnIds[columns[e]], ids[r], weights[e]);
      }
    }
  }

  /** Ids of the columns of one block of the other side: by number. */
  int[] columnIds(int source) {
    return IntStream.concat(
            Arrays.stream(columnIds, starts[source], starts[source + 1]),
            Arrays.stream(columnIds, hotStarts[source], hotStarts[source + 1]))
        .toArray();
  }

  /** Numbers the columns of entries. */
  private static final class Numbered {
    final int[] columns;
    final float[] weights;
    final int[] columnIds;
    final int[] starts;
    final int[] hotStarts;

    /** What a column is needed by, until it has a number. */
    private static final int HOT_ROWS = -1;

    private static final int ANY_ROW = -2;

    /** By id, the column's number. */
    private final int[] number;

    /** Columns that have one. */
    private int numbered;

    Numbered(long[] entries, int[] offsets, int[] hot, int blocks, int maxColumn) {
      number = new int[maxColumn + 1];
      columns = new int[entries.length];
      weights = new float[entries.length];
      for (int r = 0, h = 0; r < offsets.length - 1; r++) {
        boolean isHot = h < hot.length && hot[h] == r;
        h += isHot ? 1 : 0;
        for (int e = offsets[r]; e < offsets[r + 1]; e++) {
          int column = column(entries[e]);
          number[column] = Math.min(number[column], isHot ? HOT_ROWS : ANY_ROW);
        }
      }
      columnIds = new int[(int) IntStream.of(number).filter(needed -> needed < 0).count()];
      starts = number(ANY_ROW, blocks);
      hotStarts = number(HOT_ROWS, blocks);
      for (int e = 0; e < entries.length; e++) {
        entries[e] = entry(number[column(entries[e])], entries[e]);
      }
      for (int r : hot) {
        Arrays.sort(entries, offsets[r], offsets[r + 1]);
      }
      for (int e = 0; e < entries.length; e++) {
        columns[e] = column(entries[e]);
        weights[e] = Float.intBitsToFloat((int) entries[e]);
      }
    }

    /** Numbers those columns, and tells where each block's begin. */
    private int[] number(int needed, int blocks) {
      int[] begin = new int[blocks + 1];
      begin[0] = numbered;
      for (int s = 0; s < blocks; s++) {
        for (int column = s; column < number.length; column += blocks) {
          if (number[column] == needed) {
            columnIds[numbered] = column;
            number[column] = numbered++;
          }
        }
        begin[s + 1] = numbered;
      }
      return begin;
    }

    private static int column(long entry) {
      return (int) (entry >>> 32);
    }

    private static long entry(int column, long weighted) {
      return ((long) column << 32) | (weighted & 0xFFFF_FFFFL);
    }
  }

  /** All pieces, one behind the other. */
  private static final class Gathered {
    int count;
    int maxRow = -1;
    int maxColumn = -1;
    int[] rows = new int[1 << 12];
    int[] columns = new int[1 << 12];
    float[] weights = new float[1 << 12];

    Gathered(Iterator<Triples> pieces) {
      while (pieces.hasNext()) {
        Triples piece = pieces.next();
        int length = piece.rows().length;
        reserve(length);
        System.arraycopy(piece.rows(), 0, rows, count, length);
        System.arraycopy(piece.columns(), 0, columns, count, length);
        System.arraycopy(piece.weights(), 0, weights, count, length);
        count += length;
        maxRow = Math.max(maxRow, IntStream.of(piece.rows()).max().orElse(-1));
        maxColumn = Math.max(maxColumn, IntStream.of(piece.columns()).max().orElse(-1));
      }
    }

    private void reserve(int more) {
      long needed = (long) count + more;
      if (needed > Integer.MAX_VALUE - 8) {
        throw new IllegalStateException(
            "A block has more than %,d interactions: raise train.blocks"
                .formatted(Integer.MAX_VALUE - 8));
      }
      if (needed > rows.length) {
        int length = (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * rows.length));
        rows = Arrays.copyOf(rows, length);
        columns = Arrays.copyOf(columns, length);
        weights = Arrays.copyOf(weights, length);
      }
    }
  }
}
