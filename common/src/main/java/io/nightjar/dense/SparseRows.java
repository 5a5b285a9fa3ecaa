package io.nightjar.dense;

import static org.apache.spark.sql.functions.col;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;

/**
 * Lists of (int, float) pairs by dense number, of a run of numbers: list {@code i} is at {@code
 * start(i)} to {@code end(i) - 1}.
 */
public final class SparseRows implements Serializable {
  private static final long serialVersionUID = 1;

  private final int first;
  private final int[] offsets;
  private final int[] ids;
  private final float[] values;

  private SparseRows(int first, int[] offsets, int entries) {
    this.first = first;
    this.offsets = offsets;
    this.ids = new int[entries];
    this.values = new float[entries];
  }

  /**
   * Reads a table of lists the other way round: of each number {@code first} to {@code first +
   * count − 1}, the rows whose lists it is in, and with which float.
   *
   * @param row a column of numbers
   * @param ids its lists' ints
   * @param values its lists' floats, as many
   */
  public static SparseRows readTransposed(
      Dataset<Row> table, String row, Column ids, Column values, int first, int count) {
    List<Part> parts =
        table
            .select(col(row).as("row"), ids.as("ids"), values.as("values"))
            .as(Encoders.bean(ListRow.class))
            .toJavaRDD()
            .mapPartitions(rows -> List.of(Part.of(rows, first, count)).iterator())
            .collect();
    int[] offsets = new int[count + 1];
    for (Part part : parts) {
      for (int id : part.ids) {
        offsets[id - first + 1]++;
      }
    }
    int entries = 0;
    for (int i = 1; i <= count; i++) {
      entries = Math.addExact(entries, offsets[i]);
      offsets[i] = entries;
    }
    SparseRows lists = new SparseRows(first, offsets, entries);
    int[] next = offsets.clone();
    for (Part part : parts) {
      for (int e = 0; e < part.ids.length; e++) {
        int place = next[part.ids[e] - first]++;
        lists.ids[place] = part.rows[e];
        lists.values[place] = part.values[e];
      }
    }
    return lists;
  }

  /**
   * Picks lists out of runs of numbers.
   *
   * @param numbers the lists' numbers, ascending
   * @param runs covers all of these; the runs lie one after another
   * @return lists 0, 1 …: those of the numbers
   */
  public static SparseRows gather(int[] numbers, Iterable<SparseRows> runs) {
    SparseRows picked = new SparseRows(0, new int[numbers.length + 1], 16);
    int next = 0;
    for (SparseRows run : runs) {
      while (next < numbers.length && run.covers(numbers[next])) {
        picked = picked.append(next, run, numbers[next]);
        next++;
      }
    }
    if (next < numbers.length) {
      throw new IllegalArgumentException("Cannot find list " + numbers[next]);
    }
    return picked;
  }

  private boolean covers(int row) {
    return row >= first && row - first < offsets.length - 1;
  }

  /** Takes a list over; returns this, or a larger copy of it. */
  private SparseRows append(int into, SparseRows from, int row) {
    int length = from.end(row) - from.start(row);
    SparseRows room = this;
    if (offsets[into] + length > ids.length) {
      room = new SparseRows(0, offsets, Math.max(2 * ids.length, offsets[into] + length));
      System.arraycopy(ids, 0, room.ids, 0, offsets[into]);
      System.arraycopy(values, 0, room.values, 0, offsets[into]);
    }
    System.arraycopy(from.ids, from.start(row), room.ids, offsets[into], length);
    System.arraycopy(from.values, from.start(row), room.values, offsets[into], length);
    offsets[into + 1] = offsets[into] + length;
    return room;
  }

  /** Place of the first pair of a list. */
  public int start(int row) {
    return offsets[row - first];
  }

  /** Place after the last pair of a list. */
  public int end(int row) {
    return offsets[row - first + 1];
  }

  /** The int at a place. */
  public int id(int place) {
    return ids[place];
  }

  /** The float at a place. */
  public float value(int place) {
    return values[place];
  }

  /** Pairs of a partition, as many of each, packed where they are read. */
  private record Part(int[] rows, int[] ids, float[] values) implements Serializable {
    static Part of(Iterator<ListRow> lists, int first, int count) {
      Ints rows = new Ints();
      Ints ids = new Ints();
      Ints bits = new Ints();
      while (lists.hasNext()) {
        ListRow list = lists.next();
        for (int i = 0; i < list.getIds().length; i++) {
          int id = list.getIds()[i];
          if (id >= first && id - first < count) {
            rows.add(list.getRow());
            ids.add(id);
            bits.add(Float.floatToRawIntBits(list.getValues()[i]));
          }
        }
      }
      int[] packed = bits.toArray();
      float[] values = new float[packed.length];
      for (int e = 0; e < values.length; e++) {
        values[e] = Float.intBitsToFloat(packed[e]);
      }
      return new Part(rows.toArray(), ids.toArray(), values);
    }
  }
}
