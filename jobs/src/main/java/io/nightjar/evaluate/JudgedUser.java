package io.nightjar.evaluate;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * A user with held-out items.
 *
 * @param number of the user
 * @param relevant the items, ascending
 * @param events for each of them the types of its held-out events
 * @param lists the list of each model, best first; empty where a model has none for the user
 * @param trained items of the user that models learnt from
 * @param rankable how many items there were to rank
 * @param segment of the user, or null
 */
record JudgedUser(
    int number,
    int[] relevant,
    String[][] events,
    int[][] lists,
    int trained,
    int rankable,
    String segment) {
  private static final int[] EMPTY = {};

  /**
   * Reads a row of {@link JudgedLists#users}.
   *
   * @param models names of the models whose lists are wanted, in this order
   */
  static JudgedUser of(InternalRow row, List<String> models) {
    ArrayData types = row.getArray(2);
    String[][] events = new String[types.numElements()][];
    for (int item = 0; item < events.length; item++) {
      events[item] = strings(types.getArray(item));
    }
    int[][] lists = new int[models.size()][];
    Arrays.fill(lists, EMPTY);
    ArrayData names = row.getArray(3);
    for (int list = 0; list < names.numElements(); list++) {
      lists[models.indexOf(names.getUTF8String(list).toString())] =
          row.getArray(4).getArray(list).toIntArray();
    }
    return new JudgedUser(
        row.getInt(0),
        row.getArray(1).toIntArray(),
        events,
        lists,
        row.getInt(5),
        row.getInt(6),
        row.isNullAt(7) ? null : row.getUTF8String(7).toString());
  }

  /** The relevant items with a held-out event of a type. */
  int[] relevant(String event) {
    int[] some = new int[relevant.length];
    int count = 0;
    for (int item = 0; item < relevant.length; item++) {
      if (Arrays.asList(events[item]).contains(event)) {
        some[count++] = relevant[item];
      }
    }
    return Arrays.copyOf(some, count);
  }

  private static String[] strings(ArrayData array) {
    String[] strings = new String[array.numElements()];
    Arrays.setAll(strings, i -> array.getUTF8String(i).toString());
    return strings;
  }
}
