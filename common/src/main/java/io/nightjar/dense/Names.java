package io.nightjar.dense;

import static org.apache.spark.sql.functions.col;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.unsafe.types.UTF8String;

/** Texts by dense number, of a run of numbers, as UTF-8. */
public final class Names implements Serializable {
  private static final long serialVersionUID = 1;

  private final int first;
  private final int[] offsets;
  private final byte[] text;

  private Names(int first, int[] offsets) {
    this.first = first;
    this.offsets = offsets;
    this.text = new byte[offsets[offsets.length - 1]];
  }

  /**
   * Reads the texts of numbers {@code first} to {@code first + count − 1}; those that are missing
   * are empty.
   */
  public static Names read(Dataset<Row> table, String number, String text, int first, int count) {
    List<Part> parts =
        table
            .where(col(number).between(first, first + count - 1))
            .select(number, text)
            .toJavaRDD()
            .mapPartitions(rows -> List.of(Part.of(rows)).iterator())
            .collect();
    int[] offsets = new int[count + 1];
    for (Part part : parts) {
      for (int i = 0; i < part.numbers.length; i++) {
        offsets[part.numbers[i] - first + 1] = part.offsets[i + 1] - part.offsets[i];
      }
    }
    for (int i = 1; i <= count; i++) {
      offsets[i] = Math.addExact(offsets[i], offsets[i - 1]);
    }
    Names names = new Names(first, offsets);
    for (Part part : parts) {
      for (int i = 0; i < part.numbers.length; i++) {
        int start = offsets[part.numbers[i] - first];
        int length = part.offsets[i + 1] - part.offsets[i];
        System.arraycopy(part.text, part.offsets[i], names.text, start, length);
      }
    }
    return names;
  }

  /** Whether a number is of this run. */
  public boolean covers(int number) {
    return number >= first && number - first < offsets.length - 1;
  }

  /** The text of a number: not a copy. */
  public UTF8String of(int number) {
    int start = offsets[number - first];
    return UTF8String.fromBytes(text, start, offsets[number - first + 1] - start);
  }

  /** The texts of a partition, packed where they are read. */
  private record Part(int[] numbers, int[] offsets, byte[] text) implements Serializable {
    static Part of(Iterator<Row> rows) {
      Ints numbers = new Ints();
      Ints offsets = new Ints();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      offsets.add(0);
      while (rows.hasNext()) {
        Row row = rows.next();
        numbers.add(row.getInt(0));
        text.writeBytes(row.getString(1).getBytes(StandardCharsets.UTF_8));
        offsets.add(text.size());
      }
      return new Part(numbers.toArray(), offsets.toArray(), text.toByteArray());
    }
  }
}
