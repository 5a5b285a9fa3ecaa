package io.nightjar.quality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * Goes once over files that are sorted by their key, and counts what is wrong: without a shuffle,
 * for equal keys lie side by side, or in two files of which each should hold other keys.
 *
 * <p>A row is: file, where its block begins in the file, place (what all rows of a file have in
 * common, and those of no other), a bit for each violated check, and the key.
 *
 * @param checks number of checks
 */
record FileScan(int checks) implements MapPartitionsFunction<Row, Row> {
  private static final int KEY = 4;

  /** Columns of what becomes of a block: {@code key} is that of a row. */
  static StructType blocks(StructType key) {
    return new StructType()
        .add("file", DataTypes.StringType)
        .add("block", DataTypes.LongType)
        .add("place", DataTypes.IntegerType)
        .add("rows", DataTypes.LongType)
        .add("misplaced", DataTypes.LongType)
        .add("violations", DataTypes.createArrayType(DataTypes.LongType))
        .add("first", key)
        .add("last", key);
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    List<Row> blocks = new ArrayList<>();
    Block block = null;
    while (rows.hasNext()) {
      Row row = rows.next();
      if (block == null || !block.holds(row)) {
        if (block != null) {
          blocks.add(block.row());
        }
        block = new Block(row, checks);
      }
      block.add(row);
    }
    if (block != null) {
      blocks.add(block.row());
    }
    return blocks.iterator();
  }

  /**
   * Rows whose key is there before, or cannot be told not to be: they are not in order, or not in
   * the file where they belong.
   *
   * @param blocks what {@link #call} made of all rows
   */
  static long repeated(List<Row> blocks) {
    List<Row> ordered = new ArrayList<>(blocks);
    ordered.sort(
        Comparator.<Row, String>comparing(b -> b.getString(0)).thenComparing(b -> b.getLong(1)));
    long repeated = 0;
    Map<String, Integer> places = new HashMap<>();
    Row before = null;
    for (Row block : ordered) {
      String file = block.getString(0);
      repeated += block.getLong(4);
      if (!places.computeIfAbsent(file, f -> block.getInt(2)).equals(block.getInt(2))) {
        repeated++;
      } else if (before != null
          && before.getString(0).equals(file)
          && compare(before.getStruct(7), block.getStruct(6), 0) >= 0) {
        repeated++;
      }
      before = block;
    }
    Set<Integer> distinct = new HashSet<>(places.values());
    return repeated + places.size() - distinct.size();
  }

  /** Compares keys, which end both rows, as Spark sorts them. */
  private static int compare(Row left, Row right, int from) {
    for (int i = from; i < left.size(); i++) {
      Object a = left.get(i);
      Object b = right.get(i);
      int order;
      if (a == null || b == null) {
        order = Boolean.compare(a != null, b != null);
      } else if (a instanceof Integer number) {
        order = number.compareTo((Integer) b);
      } else {
        order = UTF8String.fromString((String) a).compareTo(UTF8String.fromString((String) b));
      }
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static final class Block {
    private final Row first;
    private final Object[] violations;
    private Row last;
    private long rows;
    private long misplaced;

    Block(Row first, int checks) {
      this.first = first;
      this.violations = new Object[checks];
      java.util.Arrays.fill(violations, 0L);
    }

    boolean holds(Row row) {
      return row.getLong(1) == first.getLong(1) && row.getString(0).equals(first.getString(0));
    }

    void add(Row row) {
      rows++;
      if (row.getInt(2) != first.getInt(2) || (last != null && compare(last, row, KEY) >= 0)) {
        misplaced++;
      }
      for (long bits = row.getLong(3); bits != 0; bits &= bits - 1) {
        int check = Long.numberOfTrailingZeros(bits);
        violations[check] = (Long) violations[check] + 1;
      }
      last = row;
    }

    Row row() {
      return RowFactory.create(
          first.get(0),
          first.get(1),
          first.get(2),
          rows,
          misplaced,
          violations,
          key(first),
          key(last));
    }

    private static Row key(Row row) {
      Object[] key = new Object[row.size() - KEY];
      for (int i = 0; i < key.length; i++) {
        key[i] = row.get(KEY + i);
      }
      return RowFactory.create(key);
    }
  }
}
