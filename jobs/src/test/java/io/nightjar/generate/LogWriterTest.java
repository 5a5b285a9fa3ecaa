package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.run.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogWriterTest {
  private static final LocalDate START = LocalDate.of(2026, 1, 1);

  private static Generator.Spec spec(double malformed, int filesPerDay) {
    return new Generator.Spec(50, 40, 3, 2000, 9, START, malformed, filesPerDay);
  }

  @Test
  void writesStableNamesAndNothingElse(@TempDir Path out) throws IOException {
    LogWriter.write(SharedSpark.session(), spec(0, 2), out.toString());
    try (Stream<Path> paths = Files.walk(out)) {
      List<String> names =
          paths
              .filter(Files::isRegularFile)
              .map(path -> out.relativize(path).toString())
              .sorted()
              .toList();
      assertEquals(
          List.of(
              "events/2026-01-01/part-00000.csv.gz",
              "events/2026-01-01/part-00001.csv.gz",
              "events/2026-01-02/part-00000.csv.gz",
              "events/2026-01-02/part-00001.csv.gz",
              "events/2026-01-03/part-00000.csv.gz",
              "events/2026-01-03/part-00001.csv.gz",
              "expected.tsv",
              "items.csv",
              "users.csv"),
          names);
    }
  }

  @Test
  void filesOfADayHoldItsEventsInOrderOfTime(@TempDir Path out) throws IOException {
    LogWriter.write(SharedSpark.session(), spec(0, 1), out.toString());
    for (int day = 0; day < 3; day++) {
      String date = START.plusDays(day).toString();
      List<String> times =
          body(out.resolve("events/" + date + ".csv")).stream()
              .map(line -> LineOracle.split(line).get(4))
              .toList();
      assertTrue(times.size() > 400 && times.stream().allMatch(time -> time.startsWith(date)));
      assertEquals(times.stream().sorted().toList(), times);
    }
  }

  @Test
  void aShareOfMalformedLinesChangesNoGoodOne(@TempDir Path clean, @TempDir Path mixed)
      throws IOException {
    Map<String, Long> good = LogWriter.write(SharedSpark.session(), spec(0, 1), clean.toString());
    Map<String, Long> counts =
        LogWriter.write(SharedSpark.session(), spec(0.2, 2), mixed.toString());
    assertEquals(2000, counts.get("accepted"));
    assertEquals(good.get("duplicate"), counts.get("duplicate"));
    Map<String, Integer> left = new HashMap<>();
    long lines = 0;
    for (int file = 0; file < 6; file++) {
      String name = START.plusDays(file / 2) + "/part-0000" + file % 2 + ".csv.gz";
      List<String> read = body(mixed.resolve("events/" + name));
      lines += read.size();
      read.forEach(line -> left.merge(line, 1, Integer::sum));
    }
    assertEquals(counts.values().stream().mapToLong(c -> c).sum(), lines);
    for (int day = 0; day < 3; day++) {
      for (String line : body(clean.resolve("events/" + START.plusDays(day) + ".csv"))) {
        assertTrue(left.merge(line, -1, Integer::sum) >= 0, line);
      }
    }
    int bad = left.values().stream().mapToInt(c -> c).sum();
    assertEquals(lines - 2000 - good.get("duplicate"), bad);
    assertEquals(400, bad, 80);
  }

  @Test
  void refusesAFolderThatHoldsALog(@TempDir Path out) throws IOException {
    Files.createDirectory(out.resolve("events"));
    UserError error =
        assertThrows(
            UserError.class,
            () -> LogWriter.write(SharedSpark.session(), spec(0, 1), out.toString()));
    assertTrue(error.getMessage().contains("it holds events"));
  }

  private static List<String> body(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    if (file.toString().endsWith(".gz")) {
      bytes = new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes();
    }
    List<String> lines = lines(bytes).stream().map(line -> new String(line, UTF_8)).toList();
    assertEquals("user_id,item_id,event,value,time,device", lines.get(0));
    return lines.subList(1, lines.size());
  }

  /** Lines as bytes, of a text that ends with LF. */
  static List<byte[]> lines(byte[] text) {
    List<byte[]> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == '\n') {
        lines.add(Arrays.copyOfRange(text, from, at));
        from = at + 1;
      }
    }
    assertEquals(text.length, from);
    return lines;
  }
}
