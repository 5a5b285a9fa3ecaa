package io.nightjar.linalg;

/**
 * What one item has in common with the items of a window: after {@link #count}, entry {@code t}
 * below {@link #length} says that {@code common[t]} users of the item also have the column {@code
 * columns[t]}, and {@code dots[k][t]} is the sum over them of the product of both weights of
 * weighting {@code k}. Columns come in any order.
 *
 * <p>Row-by-row sparse accumulation (Gustavson, "Two Fast Algorithms for Sparse Matrices", ACM TOMS
 * 4(3), 1978). Columns are listed when they are first touched; but where there are more entries to
 * walk than columns, it is cheaper to look at all columns in the end.
 */
final class CoCounts {
  private final int minSupport;

  /** Accumulators by column; all 0 between two items. */
  private final int[] counts;

  private final double[][] sums;

  int length;
  final int[] columns;
  final int[] common;
  final double[][] dots;

  /**
   * Accumulators for windows.
   *
   * @param width of the widest window
   * @param weightings weights that entries have
   * @param minSupport pairs with fewer users in common are left out
   */
  CoCounts(int width, int weightings, int minSupport) {
    this.minSupport = minSupport;
    counts = new int[width];
    sums = new double[weightings][width];
    // One place more, because a column is written before it is known to be new, or to have support.
    columns = new int[width + 1];
    common = new int[width + 1];
    dots = new double[weightings][width + 1];
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
    if (sums.length > 0) {
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
      touched = touch(window, owned.row(p), touched);
    }
    return touched;
  }

  private int touchWeighted(OwnedItems owned, int place, ColumnWindow window) {
    int touched = 0;
    for (int p = owned.start(place); p < owned.end(place); p++) {
      int row = owned.row(p);
      touched = touch(window, row, touched);
      for (int k = 0; k < sums.length; k++) {
        add(owned.weight(k, p), window, window.weights[k], row, sums[k]);
      }
    }
    return touched;
  }

  /** Counts the columns of a row, lists each the first time, and says how many are listed. */
  private int touch(ColumnWindow window, int row, int listed) {
    int touched = listed;
    int end = window.ends[row];
    for (int e = window.starts[row]; e < end; e++) {
      int column = window.columns[e];
      int before = counts[column];
      counts[column] = before + 1;
      columns[touched] = column;
      touched += before == 0 ? 1 : 0;
    }
    return touched;
  }

  private static void add(
      double weight, ColumnWindow window, float[] weights, int row, double[] sums) {
    int end = window.ends[row];
    for (int e = window.starts[row]; e < end; e++) {
      sums[window.columns[e]] += weight * weights[e];
    }
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
      for (int k = 0; k < sums.length; k++) {
        dots[k][found] = sums[k][column];
        sums[k][column] = 0;
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
