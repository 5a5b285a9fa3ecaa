package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.generate.MalformedKind;
import io.nightjar.ingest.IngestJob;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * sample-data/malformed through ingest, with an over-long line beside it: every line is accounted
 * for, and what is left is the same log without its malformed lines.
 */
final class MalformedSampleTest {
  private static final Path SAMPLE = Path.of("../sample-data/malformed");
  private static final LocalDate DATE = LocalDate.of(2026, 1, 28);
  private static final Generator.Spec CLEAN =
      new Generator.Spec(60, 40, 2, 1_200, 42, LocalDate.of(2026, 1, 27), 0, 1);
  private static final String HEADER = "user_id,item_id,event,value,time,device";
  private static final int MAX_LINE = 1 << 20;

  @TempDir private static Path folder;
  private static byte[] overLong;
  private static TestNight night;
  private static SortedMap<String, Long> counts;

  @BeforeAll
  static void ingest() throws IOException {
    Path events = Files.createDirectories(folder.resolve("events"));
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SAMPLE.resolve("events"))) {
      for (Path file : files) {
        Files.copy(file, events.resolve(file.getFileName()));
      }
    }
    List<String> fields = List.of("u", "i", "view", "", "2026-01-28T10:00:00Z", "phone");
    overLong = MalformedKind.LINE_TOO_LONG.spoil(fields, 0);
    Files.write(
        events.resolve("over-long.csv"),
        (HEADER + "\n" + text(overLong) + "\n").getBytes(StandardCharsets.ISO_8859_1));

    night =
        new TestNight(
            folder.resolve("warehouse"),
            DATE,
            new ShopLog(folder)
                .eventSettings(
                    "ingest.limits.quarantined-share=1", "ingest.limits.future-share=1"));
    night.run(new IngestJob(), Lane.SERVE);
    counts = night.snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
  }

  @Test
  void everyReasonIsCountedExactly() throws IOException {
    SortedMap<String, Long> expected = new TreeMap<>();
    for (String line : Files.readAllLines(SAMPLE.resolve("expected.tsv"))) {
      String[] outcomeAndLines = line.split("\t", 2);
      expected.put(outcomeAndLines[0], Long.valueOf(outcomeAndLines[1]));
    }
    assertEquals(1_200, expected.get("accepted"), "as the generator was told");
    expected.put("line_too_long", 1L);

    SortedMap<String, Long> found = new TreeMap<>();
    found.put("accepted", counts.get("accepted"));
    found.put("duplicate", counts.get("duplicate"));
    String prefix = "quarantined.";
    counts.forEach(
        (name, rows) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), rows);
          }
        });

    assertEquals(expected, found);
    assertEquals(2 + 12, found.size(), "twelve reasons beside accepted and duplicate");
  }

  @Test
  void everyLineIsAccountedFor() throws IOException {
    long lines = 1;
    for (String day : List.of("2026-01-27", "2026-01-28")) {
      lines += lines(SAMPLE.resolve("events/" + day + ".csv")).size() - 1;
    }
    assertEquals(lines, counts.get("read"));
    assertEquals(
        counts.get("read"),
        counts.get("accepted") + counts.get("duplicate") + counts.get("quarantined"));
    assertEquals(
        counts.get("accepted"), night.snapshot(Table.EVENTS, Lane.SERVE).manifest().rows());
    assertEquals(
        counts.get("quarantined"), night.snapshot(Table.QUARANTINE, Lane.SERVE).manifest().rows());
  }

  @Test
  void goodRowsAreThoseOfTheLogWithoutMalformedLines() {
    List<String> clean =
        Generator.events(SharedSpark.session(), CLEAN).collectAsList().stream()
            .map(Row::mkString)
            .sorted()
            .toList();
    List<String> good =
        night.store().read(night.snapshot(Table.EVENTS, Lane.SERVE)).collectAsList().stream()
            .map(Row::mkString)
            .sorted()
            .toList();
    assertEquals(1_200, good.size());
    assertEquals(clean, good);
  }

  /** Without the bytes that are in quarantine, each file is that of the clean log. */
  @Test
  void quarantineKeepsTheBytesAndTheFile() throws IOException {
    Path clean = folder.resolve("clean");
    LogWriter.write(SharedSpark.session(), CLEAN, clean.toString());
    for (String day : List.of("2026-01-27", "2026-01-28")) {
      String name = "events/" + day + ".csv";
      List<String> left = lines(SAMPLE.resolve(name));
      for (String raw : quarantined(name)) {
        assertTrue(left.remove(raw), () -> name + " has no line " + raw);
      }
      assertEquals(lines(clean.resolve(name)), left);
    }
    assertEquals(
        List.of(text(overLong).substring(0, MAX_LINE)), quarantined("events/over-long.csv"));
  }

  private static List<String> quarantined(String file) {
    return night.rows(Table.QUARANTINE, Lane.SERVE).stream()
        .filter(row -> row.<String>getAs(Columns.FILE).endsWith(folder.resolve(file).toString()))
        .map(row -> text(row.getAs(Columns.RAW)))
        .toList();
  }

  /** The lines of a file with a character for each byte. */
  private static List<String> lines(Path file) throws IOException {
    return new ArrayList<>(List.of(text(Files.readAllBytes(file)).split("\n")));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
