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
 * vectors are laid out where the block is solved.
 */
final class RatingBlock implements Serializable {
  private static final long serialVersionUID = 1;

  /** Number of the block. */
  final int block;

  /** Ids of the rows that have interactions, ascending. */
  final int[] ids;

  /** Row {@code r} has the entries {@code offsets[r]} to {@code offsets[r + 1] − 1}. */
  final int[] offsets;

  /** For each entry, by column ascending, the number of its column. */
  final int[] columns;

  /** For each entry its weight. */
  final float[] weights;

  /** Id of each column, by number. */
  final int[] columnIds;

  /** Columns of block {@code s} have the numbers {@code starts[s]} to {@code starts[s + 1] − 1}. */
  final int[] starts;

  private RatingBlock(
      int block,
      int[] ids,
      int[] offsets,
      int[] columns,
      float[] weights,
      int[] columnIds,
      int[] starts) {
    this.block = block;
    this.ids = ids;
    this.offsets = offsets;
    this.columns = columns;
    this.weights = weights;
    this.columnIds = columnIds;
    this.starts = starts;
  }

  /**
   * Sorts interactions into a block: the result does not depend on their order.
   *
   * @param pieces interactions of the block's rows, one a row and column
   */
  static RatingBlock of(Iterator<Triples> pieces, int block, int blocks) {
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
          (long) all.columns[e] << 32
              | Integer.toUnsignedLong(Float.floatToIntBits(all.weights[e]));
    }
    for (int r = 0; r < local.length; r++) {
      Arrays.sort(entries, offsets[r], offsets[r + 1]);
    }
    int[] ids = IntStream.of(local).map(r -> r * blocks + block).toArray();
    return numbered(block, ids, offsets, entries, blocks, all.maxColumn);
  }

  private static RatingBlock numbered(
      int block, int[] ids, int[] offsets, long[] entries, int blocks, int maxColumn) {
    int[] number = new int[maxColumn + 1];
    for (long entry : entries) {
      number[(int) (entry >>> 32)] = 1;
    }
    int[] columnIds = new int[IntStream.of(number).sum()];
    int[] starts = new int[blocks + 1];
    int next = 0;
    for (int s = 0; s < blocks; s++) {
      for (int column = s; column <= maxColumn; column += blocks) {
        if (number[column] == 1) {
          columnIds[next] = column;
          number[column] = next++;
        }
      }
      starts[s + 1] = next;
    }
    int[] columns = new int[entries.length];
    float[] weights = new float[entries.length];
    for (int e = 0; e < entries.length; e++) {
      columns[e] = number[(int) (entries[e] >>> 32)];
      weights[e] = Float.intBitsToFloat((int) entries[e]);
    }
    return new RatingBlock(block, ids, offsets, columns, weights, columnIds, starts);
  }

  /** Sends the same interactions to the blocks of the other side, with rows and columns swapped. */
  void transpose(Triples.Router router) {
    for (int r = 0; r < ids.length; r++) {
      for (int e = offsets[r]; e < offsets[r + 1]; e++) {
        router.add(columnIds[columns[e]], ids[r], weights[e]);
      }
    }
  }

  /** Ids of the columns of one block of the other side, ascending. */
  int[] columnIds(int source) {
    return Arrays.copyOfRange(columnIds, starts[source], starts[source + 1]);
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
