package io.nightjar.linalg;

/**
 * What one item has in common with the items of a window: after {@link #count}, entry {@code t}
 * below {@link #length} says that {@code common[t]} users of the item also have the column {@code
 * columns[t]}, and {@code dots[t]} is the sum over them of the product of both weights. Columns
 * come in any order.
 *
 * <p>Row-by-row sparse accumulation (Gustavson, "Two Fast Algorithms for Sparse Matrices", ACM TOMS
 * 4(3), 1978). Columns are listed when they are first touched; but where there are more entries to
 * walk than columns, it is cheaper to look at all columns in the end.
 */
final class CoCounts {
  private final boolean weighted;
  private final int minSupport;

  /** Accumulators by column; all 0 between two items. */
  private final int[] counts;

  private final double[] sums;

  int length;
  final int[] columns;
  final int[] common;
  final double[] dots;

  /**
   * Accumulators for windows.
   *
   * @param width of the widest window
   * @param weighted whether products of weights are wanted
   * @param minSupport pairs with fewer users in common are left out
   */
  CoCounts(int width, boolean weighted, int minSupport) {
    this.weighted = weighted;
    this.minSupport = minSupport;
    counts = new int[width];
    sums = new double[weighted ? width : 0];
    // One place more, because a column is written before it is known to be new, or to have support.
    columns = new int[width + 1];
    common = new int[width + 1];
    dots = new double[weighted ? width + 1 : 0];
  }

  /** Columns that there is room for. */
  int width() {
    return counts.length;
  }

  /**
   * Counts for the item at a place of a block; the item itself is left out.
   *
   * <p>Products of two floats are exact in double, and sums run over users ascending: so a sum has
   * one value, the same for both items of a pair.
   */
  void count(OwnedItems owned, int place, ColumnWindow window) {
    int self = owned.item(place) - window.first;
    if (weighted) {
      int touched = touchWeighted(owned, place, window);
      forget(self);
      gather(touched);
    } else if (entries(owned, place, window) < window.width) {
      int touched = touch(owned, place, window);
      forget(self);
      gather(touched);
    } else {
      walk(owned, place, window);
      forget(self);
      sweep(window.width);
    }
  }

  private static long entries(OwnedItems owned, int place, ColumnWindow window) {
    long entries = 0;
    for (int p = owned.start(place); p < owned.end(place); p++) {
      int row = owned.row(p);
      entries += window.ends[row] - window.starts[row];
    }
    return entries;
  }

  private void walk(OwnedItems owned, int place, ColumnWindow window) {
    for (int p = owned.start(place); p < owned.end(place); p++) {
      int row = owned.row(p);
      increment(counts, window.columns, window.starts[row], window.ends[row]);
    }
  }

  private static void increment(int[] counts, char[] columns, int from, int to) {
    for (int e = from; e < to; e++) {
      counts[columns[e]]++;
    }
  }

  private int touch(OwnedItems owned, int place, ColumnWindow window) {
    int touched = 0;
    for (int p = owned.start(place); p < owned.end(place); p++) {
      int row = owned.row(p);
      int end = window.ends[row];
      for (int e = window.starts[row]; e < end; e++) {
        int column = window.columns[e];
        touched = touch(column, touched);
      }
    }
    return touched;
  }

  private int touchWeighted(OwnedItems owned, int place, ColumnWindow window) {
    int touched = 0;
    for (int p = owned.start(place); p < owned.end(place); p++) {
      int row = owned.row(p);
      double weight = owned.weight(p);
      int end = window.ends[row];
      for (int e = window.starts[row]; e < end; e++) {
        int column = window.columns[e];
        touched = touch(column, touched);
        sums[column] += weight * window.weights[e];
      }
    }
    return touched;
  }

  /** Counts a column, lists it the first time, and says how many are listed. */
  private int touch(int column, int touched) {
    int before = counts[column];
    counts[column] = before + 1;
    columns[touched] = column;
    return touched + (before == 0 ? 1 : 0);
  }

  private void forget(int self) {
    if (self >= 0 && self < counts.length) {
      counts[self] = 0;
    }
  }

  /** Keeps those of the listed columns that have support. */
  private void gather(int touched) {
    int found = 0;
    for (int t = 0; t < touched; t++) {
      int column = columns[t];
      int count = counts[column];
      counts[column] = 0;
      columns[found] = column;
      common[found] = count;
      if (weighted) {
        dots[found] = sums[column];
        sums[column] = 0;
      }
      found += count >= minSupport ? 1 : 0;
    }
    length = found;
  }

  /** Lists the columns of the window that have support. */
  private void sweep(int width) {
    int found = 0;
    for (int column = 0; column < width; column++) {
      int count = counts[column];
      counts[column] = 0;
      columns[found] = column;
      common[found] = count;
      found += count >= minSupport ? 1 : 0;
    }
    length = found;
  }
}
