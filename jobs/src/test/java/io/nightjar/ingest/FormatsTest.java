package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.FilesConfig;
import io.nightjar.config.FilesConfig.Format;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
  private static final String[] COLUMNS = {"user", "item", "event", "value", "time"};
  private static final String HEADER = "user,item,event,value,time";

  @TempDir private Path folder;

  private static List<String> good(FilesConfig files) {
    Outcome outcome = Outcome.of(Fixture.read(Fixture.events(files)));
    assertEquals(Map.of(), outcome.reasons());
    return outcome.good();
  }

  private static FilesConfig plain(Path file, String delimiter, String quote, String charset) {
    return new FilesConfig(
        file.toString(), Format.CSV, delimiter, quote, false, charset, List.of(COLUMNS));
  }

  @Test
  void delimiterOfTwoCharacters() throws IOException {
    Path file = Fixture.write(folder.resolve("r.dat"), "1::a:b::view::5::2026-01-01");
    assertEquals(
        List.of("1 a:b view 5.0 2026-01-01T00:00:00"), good(plain(file, "::", "\"", "UTF-8")));
  }

  /** Empty fields are no items, and a line without items is no row. */
  @Test
  void listsOfItems() throws IOException {
    Path file =
        Fixture.write(
            folder.resolve("lists.txt"),
            "u a b c",
            "v  b ",
            "alone",
            "w x\r",
            "x " + "y".repeat(13));
    Outcome outcome = Outcome.of(Fixture.read(lists(file)));
    assertEquals(
        List.of(
            "u a view 1970-01-01T00:00:00",
            "u b view 1970-01-01T00:00:01",
            "u c view 1970-01-01T00:00:02",
            "v b view 1970-01-01T00:00:00",
            "w x view 1970-01-01T00:00:00"),
        outcome.good());
    assertEquals(1, outcome.reasons().size(), "the id that is too long: " + outcome.reasons());
  }

  /** A line that cannot be read is one row of the quarantine, whatever it might hold. */
  @Test
  void aListThatIsTooLong() throws IOException {
    Path file = Fixture.write(folder.resolve("lists.txt"), "u a b", "v" + " c".repeat(100));
    Outcome outcome = Outcome.of(Fixture.read(lists(file)));
    assertEquals(2, outcome.good().size());
    assertEquals(Map.of("line_too_long", 1L), outcome.reasons());
  }

  private static EventSource lists(Path file) {
    return new EventSource(
        new FilesConfig(file.toString(), Format.LISTS, " ", "", false, "UTF-8", List.of()),
        "user",
        "item",
        "'view'",
        Optional.empty(),
        "place",
        "order",
        "UTC",
        Map.of());
  }

  @Test
  void tabsWithoutQuotes() throws IOException {
    Path file = Fixture.write(folder.resolve("r.tsv"), "1\t\"a\tview\t\t2026-01-01");
    assertEquals(List.of("1 \"a view 2026-01-01T00:00:00"), good(plain(file, "\t", "", "UTF-8")));
  }

  @Test
  void quotedDelimitersAndDoubledQuotes() throws IOException {
    Path file =
        Fixture.write(folder.resolve("r.csv"), "\"u,\"\"1\"\"\",\"\"\"\",\"view\",\"\",2026-01-01");
    assertEquals(
        List.of("u,\"1\" \" view 2026-01-01T00:00:00"), good(plain(file, ",", "\"", "UTF-8")));
  }

  @Test
  void charsetIsTheSources() throws IOException {
    Path file = folder.resolve("r.csv");
    Files.write(file, "\u00e9,i,view,,2026-01-01".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(
        List.of("\u00e9 i view 2026-01-01T00:00:00"), good(plain(file, ",", "\"", "ISO-8859-1")));
  }

  @Test
  void idsAreKeptByteForByte() throws IOException {
    Path file =
        Fixture.write(
            folder.resolve("r.csv"),
            HEADER,
            "007,\u00e9,view,,2026-01-01",
            " 7,e\u0301,view,,2026-01-01",
            "7 ,\uFFFD,view,,2026-01-01",
            "7,\uD83D\uDE00,view,,2026-01-01");
    assertEquals(
        List.of(
            " 7 e\u0301 view 2026-01-01T00:00:00",
            "007 \u00e9 view 2026-01-01T00:00:00",
            "7  \uFFFD view 2026-01-01T00:00:00",
            "7 \uD83D\uDE00 view 2026-01-01T00:00:00"),
        good(Fixture.csv(file)));
  }

  @Test
  void filesOfAFolderHaveTheirOwnOrderOfColumns() throws IOException {
    Path logs = folder.resolve("logs");
    Fixture.write(logs.resolve("a.csv"), HEADER, "u1,i1,view,,2026-01-01");
    Fixture.write(
        logs.resolve("deep/b.csv"), "time,junk,ITEM,value,event,user", "2026-01-02,x,i2,,view,u2");
    Fixture.write(
        logs.resolve("c [1]{*}.csv"), "\uFEFF" + HEADER + "\r", "u3,i3,view,,2026-01-03\r", "\r");
    Fixture.write(logs.resolve("_hidden.csv"), "junk", "1");
    Fixture.write(logs.resolve(".crc"), "junk", "1");
    Files.createFile(logs.resolve("empty.csv"));
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(logs.resolve("d.csv.gz")))) {
      out.write(
          ("\uFEFF\n" + HEADER + "\nu4,i4,view,,2026-01-04").getBytes(StandardCharsets.UTF_8));
    }
    assertEquals(
        List.of(
            "u1 i1 view 2026-01-01T00:00:00",
            "u2 i2 view 2026-01-02T00:00:00",
            "u3 i3 view 2026-01-03T00:00:00",
            "u4 i4 view 2026-01-04T00:00:00"),
        good(Fixture.csv(logs)));
  }

  @Test
  void byteOrderMarkWithoutHeader() throws IOException {
    Path file = Fixture.write(folder.resolve("r.csv"), "\uFEFFu,i,view,,2026-01-01");
    assertEquals(List.of("u i view 2026-01-01T00:00:00"), good(plain(file, ",", "\"", "UTF-8")));
  }

  @Test
  void globAndDate() throws IOException {
    Fixture.write(folder.resolve("2026-01-30/a.csv"), HEADER, "u0,i,view,,2026-01-01");
    Fixture.write(folder.resolve("2026-01-31/a.csv"), HEADER, "u1,i,view,,2026-01-01");
    Fixture.write(folder.resolve("2026-01-31/b.csv"), HEADER, "u2,i,view,,2026-01-01");
    Fixture.write(folder.resolve("2026-01-31/c.txt"), HEADER, "u3,i,view,,2026-01-01");
    assertEquals(
        List.of("u1 i view 2026-01-01T00:00:00", "u2 i view 2026-01-01T00:00:00"),
        good(Fixture.csv(folder.resolve("{date}/*.csv"))));
  }

  @Test
  void emptyFilesHaveNoRows() throws IOException {
    Path file = Fixture.write(folder.resolve("r.csv"), "");
    assertEquals(List.of(), good(Fixture.csv(file)));
    assertEquals(List.of(), good(Fixture.csv(Fixture.write(folder.resolve("h.csv"), HEADER))));
  }

  @Test
  void jsonKeepsTheSpelling() throws IOException {
    Path file =
        Fixture.write(
            folder.resolve("r.jsonl"),
            "{\"user\":1.50,\"item\":{\"a\": 1.0},\"event\":\"view\",\"value\":null,\"x\":{\"user\":1},\"time\":\"2026-01-01\"}",
            "{\"time\":\"2026-01-01\",\"event\":\"vi\\u0065w\",\"item\":[],\"user\":true}");
    assertEquals(
        List.of("1.50 {\"a\": 1.0} view 2026-01-01T00:00:00", "true [] view 2026-01-01T00:00:00"),
        good(Fixture.files(file.toString(), Format.JSONL, ",", COLUMNS)));
  }

  @Test
  void parquetOfAnyTypes() {
    SparkSession spark = SharedSpark.session();
    String path = folder.resolve("t").toString();
    spark
        .sql(
            "select 7L as user, 'i' as item, 'view' as event, cast(null as double) as value,"
                + " timestamp'2026-01-01 10:00:00.5' as time, array(1) as extra, '01' as day")
        .write()
        .partitionBy("day")
        .parquet(path);
    spark
        .sql(
            "select ' ' as item, 8L as user, 'view' as event, timestamp'2026-01-01 10:00:00' as time, '02' as day")
        .write()
        .mode("append")
        .partitionBy("day")
        .parquet(path);

    Dataset<Row> rows = Fixture.read(Fixture.events(Fixture.files(path, Format.PARQUET, ",", "")));

    assertEquals(List.of("7 i view 2026-01-01T10:00:00.500000"), Outcome.of(rows).good());
    assertEquals(
        List.of(
            "blank_item|{\"user\":8,\"item\":\" \",\"event\":\"view\",\"time\":\"2026-01-01T10:00:00.000Z\",\"day\":\"02\"}"),
        Fixture.strings(
            rows.where("reason is not null").selectExpr("reason", "cast(raw as string)")));
  }

  @ParameterizedTest
  @CsvSource({"true,300", "true,999", "false,333"})
  void splitsDoNotMatter(boolean header, int bytes) throws IOException {
    String[] lines =
        IntStream.range(0, 200)
            .mapToObj(i -> i == 0 ? HEADER : "u" + i + ",i,view,,2026-01-01")
            .toArray(String[]::new);
    Path file = Fixture.write(folder.resolve("r.csv"), lines);
    SparkSession spark = SharedSpark.session().newSession();
    spark.conf().set("spark.sql.files.maxPartitionBytes", bytes);
    spark.conf().set("spark.sql.files.openCostInBytes", 1);
    FilesConfig files = header ? Fixture.csv(file) : plain(file, ",", "\"", "UTF-8");

    Dataset<Row> rows =
        EventRows.read(
            spark,
            "log",
            Fixture.events(files),
            Fixture.config(),
            Fixture.TYPES,
            Fixture.NAMES,
            Fixture.DATE);

    assertTrue(rows.javaRDD().getNumPartitions() > 4);
    Outcome outcome = Outcome.of(rows);
    assertEquals(199, outcome.good().stream().distinct().count());
    assertEquals(199, outcome.good().size());
    assertEquals(header ? Map.of() : Map.of("unknown_event", 1L), outcome.reasons());
  }

  @Test
  void nothingMatches() {
    UserError e =
        assertThrows(UserError.class, () -> good(Fixture.csv(folder.resolve("{date}.csv"))));
    assertEquals(
        "Cannot read ingest.events.log.files.path: no file matches "
            + folder.resolve("2026-01-31.csv")
            + "; name a file, folder or glob that exists (names that begin with _ or . are hidden)",
        e.getMessage());
  }

  @Test
  void unknownFileSystem() {
    var files = Fixture.files("nowhere://x/y", Format.CSV, ",");
    UserError e = assertThrows(UserError.class, () -> good(files));
    assertTrue(
        e.getMessage().startsWith("Cannot read ingest.events.log.files.path: nowhere://x/y: "),
        e.getMessage());
  }

  @Test
  void fileLacksAColumn() throws IOException {
    Fixture.write(folder.resolve("a.csv"), HEADER, "u1,i1,view,,2026-01-01");
    Path lacking =
        Fixture.write(folder.resolve("b.csv"), "user,item,event,time", "u,i,view,2026-01-02");
    UserError e = assertThrows(UserError.class, () -> good(Fixture.csv(folder)));
    assertEquals(
        "Cannot read file:"
            + lacking
            + ": no column value; its header has user, item, event, time; mend the file, or"
            + " ingest.events.log.files (delimiter, header) and the expressions beside it",
        e.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "'', '\"', UTF-8, .delimiter: it is empty",
    "',', '\"\"', UTF-8, is not one character",
    "'a\"', '\"', UTF-8, holds the quote",
    "',', '\"', UTF-16, lines cannot be found in UTF-16",
    "',', '\"', klingon, no charset klingon",
  })
  void contradictions(String delimiter, String quote, String charset, String message)
      throws IOException {
    Path file = Fixture.write(folder.resolve("r.csv"), "x");
    UserError e = assertThrows(UserError.class, () -> good(plain(file, delimiter, quote, charset)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void notParquet() throws IOException {
    Path file = Fixture.write(folder.resolve("r.parquet"), "not parquet at all");
    var files = Fixture.files(file.toString(), Format.PARQUET, ",", "");
    UserError e = assertThrows(UserError.class, () -> good(files));
    assertTrue(e.getMessage().contains("r.parquet is not a Parquet file"), e.getMessage());
  }
}
