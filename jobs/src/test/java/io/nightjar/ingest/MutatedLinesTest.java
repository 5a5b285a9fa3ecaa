package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 100,000 lines, each a good one with one to three seeded mutations, against a reader of regular
 * expressions: the same lines are good, with the same values, and each other has the same reason.
 */
class MutatedLinesTest {
  private static final int LINES = 100_000;
  private static final long SEED = 20260131;

  private static final List<String> GOOD =
      List.of(
          "u1,i1,view,,2026-01-01T10:00:00Z",
          "user-00012,item-7,purchase,12.50,2026-01-31 23:59:59.999999",
          "\"u,1\",\"i\"\"1\"\"\",view,-1e-3,2026-01-15",
          "\u00fcn\u00efc\u00f6d\u00e9,\u5546\u54c11,view,+.5,2026-01-01T10:00+05:30",
          "007,7.0,purchase,0,1970-01-01T00:00:00Z",
          "\"\ud83d\ude00\",=cmd,view,1E9,2026-01-09T08:07:06.5-0100");

  /** What is put where one of a mutation's fields was. */
  private static final List<String> FIELDS =
      List.of(
          "",
          " ",
          "\u00a0",
          "NaN",
          "-Infinity",
          "1e999",
          "-0.0",
          "0x1F",
          "1d",
          "\"\"",
          "\"",
          "a\"b",
          "\"a,b\"",
          "VIEW",
          "2026-02-30",
          "2026-02-01T00:00:00Z",
          "1969-12-31T23:59:59.9Z",
          "9999",
          "9999-12-31",
          "2026-01-31T24:00",
          "1234567890123",
          "\u00fc2345678901",
          "\u0000",
          "\t");

  /** What is put between two bytes, or in place of one. */
  private static final byte[] BYTES = {
    ',', '"', ' ', '\t', 0, 0x1f, 0x7f, (byte) 0x80, (byte) 0xc3, (byte) 0xff, '0', '-', 'T', 'e'
  };

  @TempDir private static Path folder;
  private static final List<String> EXPECTED = new ArrayList<>();

  @BeforeAll
  static void write() throws IOException {
    Random random = new Random(SEED);
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes("user,item,event,value,time\n".getBytes(UTF_8));
    for (int i = 0; i < LINES; i++) {
      byte[] line = mutated(random);
      log.writeBytes(line);
      log.write('\n');
      EXPECTED.add(OtherReader.outcome(line));
    }
    Files.write(folder.resolve("log.csv"), log.toByteArray());
    Collections.sort(EXPECTED);
    assertManyOfEachKind();
  }

  @Test
  void everyLineIsWhatAReaderOfRegularExpressionsSaysItIs() {
    List<String> found = new ArrayList<>();
    for (Row row :
        Fixture.read(Fixture.events(Fixture.csv(folder.resolve("log.csv"))))
            .selectExpr(
                "reason",
                "raw",
                "user_id",
                "item_id",
                "event_type",
                "value",
                "unix_micros(event_time)")
            .collectAsList()) {
      found.add(
          row.isNullAt(0)
              ? OtherReader.good(
                  row.getString(2), row.getString(3), row.getString(4), row.get(5), row.get(6))
              : OtherReader.bad(row.getString(0), row.getAs(1)));
    }

    Collections.sort(found);
    assertEquals(LINES, found.size(), "no line lost, none twice");
    assertEquals(List.of(), difference(EXPECTED, found), "lines that were read otherwise");
    assertEquals(List.of(), difference(found, EXPECTED), "what was read instead");
  }

  @Test
  void aReaderThatDropsWhatIsMalformedIsCaught() {
    List<String> found = new ArrayList<>();
    for (Row row :
        SharedSpark.session()
            .read()
            .option("header", true)
            .option("mode", "DROPMALFORMED")
            .schema("user string, item string, event string, value double, time timestamp")
            .csv(folder.resolve("log.csv").toString())
            .selectExpr("user", "item", "event", "value", "unix_micros(time)")
            .collectAsList()) {
      found.add(OtherReader.good(row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)));
    }
    Collections.sort(found);
    assertTrue(difference(found, EXPECTED).size() > 1_000, "rows that are none");
    List<String> good = EXPECTED.stream().filter(one -> one.startsWith("good")).toList();
    assertTrue(difference(good, found).size() > 1_000, "rows that are lost");
  }

  /** What is in one sorted list more often than in another. */
  private static List<String> difference(List<String> list, List<String> other) {
    List<String> more = new ArrayList<>();
    int at = 0;
    for (String one : list) {
      while (at < other.size() && other.get(at).compareTo(one) < 0) {
        at++;
      }
      if (at < other.size() && other.get(at).equals(one)) {
        at++;
      } else {
        more.add(one);
      }
    }
    return more;
  }

  /** What the lines test: every reason that a line of text can have, and good ones, all often. */
  private static void assertManyOfEachKind() {
    Map<String, Integer> counts = new TreeMap<>();
    EXPECTED.forEach(outcome -> counts.merge(outcome.split(" ", 2)[0], 1, Integer::sum));
    assertEquals(
        Set.of(
            "good",
            "line_too_long",
            "invalid_encoding",
            "malformed_quote",
            "column_count",
            "blank_user",
            "blank_item",
            "control_character",
            "id_too_long",
            "unknown_event",
            "bad_value",
            "bad_time",
            "future_time"),
        counts.keySet());
    assertTrue(Collections.min(counts.values()) >= 200, counts.toString());
  }

  private static byte[] mutated(Random random) {
    byte[] line = pick(random, GOOD).getBytes(UTF_8);
    for (int left = 1 + random.nextInt(3); left > 0; left--) {
      line = mutate(line, random);
    }
    for (int i = 0; i < line.length; i++) {
      // Ends of lines, which would make two of one.
      if (line[i] == '\n' || line[i] == '\r') {
        line[i] = ' ';
      }
    }
    return line.length == 0 ? new byte[] {'x'} : line;
  }

  private static byte[] mutate(byte[] line, Random random) {
    if (line.length == 0) {
      return line;
    }
    int at = random.nextInt(line.length);
    int end = at + 1 + random.nextInt(Math.min(8, line.length - at));
    byte one = BYTES[random.nextInt(BYTES.length)];
    return switch (random.nextInt(8)) {
      case 0 -> joined(line, at, at, new byte[] {one});
      case 1 -> joined(line, at, at + 1, new byte[] {one});
      case 2 -> joined(line, at, at + 1, new byte[] {(byte) (line[at] ^ 1 << random.nextInt(8))});
      case 3 -> joined(line, at, end, new byte[0]);
      case 4 -> joined(line, end, end, Arrays.copyOfRange(line, at, end));
      case 5 -> random.nextInt(4) > 0 ? line : Arrays.copyOf(line, at);
      case 6 -> random.nextInt(8) > 0 ? line : repeated(line, at, end);
      default -> replaced(line, random);
    };
  }

  /** The line with other bytes from one place up to another. */
  private static byte[] joined(byte[] line, int from, int to, byte[] other) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(line, 0, from);
    out.writeBytes(other);
    out.write(line, to, line.length - to);
    return out.toByteArray();
  }

  private static byte[] repeated(byte[] line, int from, int to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < 100; i++) {
      out.write(line, from, to - from);
    }
    return joined(line, from, to, out.toByteArray());
  }

  /** The line with another field, by its commas. */
  private static byte[] replaced(byte[] line, Random random) {
    // One char a byte, so that what is no text stays as it is.
    String[] fields = new String(line, ISO_8859_1).split(",", -1);
    byte[] field = pick(random, FIELDS).getBytes(UTF_8);
    fields[random.nextInt(fields.length)] = new String(field, ISO_8859_1);
    return String.join(",", fields).getBytes(ISO_8859_1);
  }

  private static String pick(Random random, List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
