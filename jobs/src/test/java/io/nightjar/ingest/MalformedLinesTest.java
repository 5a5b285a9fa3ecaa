package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.config.FilesConfig.Format;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MalformedLinesTest {
  @TempDir private Path folder;

  @Test
  void everyKindIsCountedAndGoodRowsAreUnchanged() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String line :
        List.of(
            "user,item,event,value,time",
            "u1,i1,view,,2026-01-01T10:00:00Z",
            "u1,i1,view,,2026-01-01T10:00:00Z,more",
            "u1,i1,view",
            "\"u1,i1,view,,2026-01-01T10:00:00Z",
            "u1,i\"1,view,,2026-01-01T10:00:00Z",
            "\"u1\"x,i1,view,,2026-01-01T10:00:00Z",
            ",i1,view,,2026-01-01T10:00:00Z",
            " \u00A0,i1,view,,2026-01-01T10:00:00Z",
            "u1,,view,,2026-01-01T10:00:00Z",
            "u\u0000,i1,view,,2026-01-01T10:00:00Z",
            "u1,i\u001F,view,,2026-01-01T10:00:00Z",
            "1234567890123,i1,view,,2026-01-01T10:00:00Z",
            "ü3456789012,i1,view,,2026-01-01T10:00:00Z",
            "ü34567890123,i1,view,,2026-01-01T10:00:00Z",
            "u1,i1,click,,2026-01-01T10:00:00Z",
            "u1,i1,View,,2026-01-01T10:00:00Z",
            "u1,i1,view,1e999,2026-01-01T10:00:00Z",
            "u1,i1,view,NaN,2026-01-01T10:00:00Z",
            "u1,i1,view,1d,2026-01-01T10:00:00Z",
            "u1,i1,view,0x1,2026-01-01T10:00:00Z",
            "u1,i1,view,,yesterday",
            "u1,i1,view,,12:30",
            "u1,i1,view,,1969-12-31T23:59:59Z",
            "u1,i1,view,,2026-02-30",
            "u1,i1,view,,2026-02-01T00:00:00Z",
            "u1,i1,view,," + "9".repeat(200),
            "",
            "u2,i2,purchase,-1.5e1,2026-01-31 23:59:59.999999")) {
      bytes.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    bytes.writeBytes(new byte[] {'u', (byte) 0xC3, ',', 'i', '\n'});
    Path file = Files.write(folder.resolve("log.csv"), bytes.toByteArray());

    Outcome outcome = Outcome.of(Fixture.read(Fixture.events(Fixture.csv(file))));

    assertEquals(
        new TreeMap<>(
            Map.ofEntries(
                Map.entry("column_count", 2L),
                Map.entry("malformed_quote", 3L),
                Map.entry("blank_user", 2L),
                Map.entry("blank_item", 1L),
                Map.entry("control_character", 2L),
                Map.entry("id_too_long", 2L),
                Map.entry("unknown_event", 2L),
                Map.entry("bad_value", 4L),
                Map.entry("bad_time", 4L),
                Map.entry("future_time", 1L),
                Map.entry("line_too_long", 1L),
                Map.entry("invalid_encoding", 1L))),
        outcome.reasons());
    assertEquals(
        List.of(
            "u1 i1 view 2026-01-01T10:00:00",
            "u2 i2 purchase -15.0 2026-01-31T23:59:59.999999",
            "ü3456789012 i1 view 2026-01-01T10:00:00"),
        outcome.good());
  }

  @Test
  void rawLineAndFileAreKept() throws IOException {
    byte[] line = {'u', (byte) 0xFF, 0, '\r', '\n'};
    Path file = Files.write(folder.resolve("a b.csv"), line);
    var files =
        Fixture.files(file.toString(), Format.CSV, ",", "user", "item", "event", "value", "time");

    Row row = Fixture.read(Fixture.events(files)).selectExpr("raw", "file", "reason").first();

    assertArrayEquals(new byte[] {'u', (byte) 0xFF, 0}, row.<byte[]>getAs(0));
    assertEquals("file:" + file.toString().replace(" ", "%20"), row.getString(1));
    assertEquals("invalid_encoding", row.getString(2));
  }

  @Test
  void longLineIsKeptCut() throws IOException {
    Path file = Fixture.write(folder.resolve("log.csv"), "x".repeat(200), "y".repeat(201));
    var files =
        Fixture.files(file.toString(), Format.CSV, ",", "user", "item", "event", "value", "time");

    List<String> rows =
        Fixture.strings(
            Fixture.read(Fixture.events(files)).selectExpr("reason", "cast(raw as string)"));

    assertEquals(
        List.of("column_count|" + "x".repeat(200), "line_too_long|" + "y".repeat(200)), rows);
  }

  @Test
  void everyKindOfBrokenJsonIsOneReason() throws IOException {
    String rest = "\"item\":\"i\",\"event\":\"view\",\"time\":\"2026-01-01\"}";
    Path file =
        Fixture.write(
            folder.resolve("log.jsonl"),
            "{\"user\":\"u\"," + rest,
            "{\"user\":\"u\"," + rest + " {}",
            "{\"user\":\"u\",\"user\":\"v\"," + rest,
            "{\"user\":NaN," + rest,
            "{\"user\":\"u\",\"item\":",
            "[1]",
            "17",
            "{'user':\"u\"," + rest,
            "{\"user\":null," + rest,
            "{\"user\":\"\\ud800\"," + rest,
            "{\"user\":\"\\u0001\"," + rest);
    var files =
        Fixture.files(file.toString(), Format.JSONL, ",", "user", "item", "event", "value", "time");

    Outcome outcome = Outcome.of(Fixture.read(Fixture.events(files)));

    assertEquals(
        Map.of(
            "malformed_json",
            7L,
            "blank_user",
            1L,
            "invalid_encoding",
            1L,
            "control_character",
            1L),
        outcome.reasons());
    assertEquals(List.of("u i view 2026-01-01T00:00:00"), outcome.good());
  }
}
