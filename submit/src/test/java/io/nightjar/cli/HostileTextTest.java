package io.nightjar.cli;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Text of a log is data: the same bytes in every table, and never a path, a command or markup. */
final class HostileTextTest {
  private static final String NFC = "Caf\u00e9";
  private static final List<String> HOSTILE =
      List.of(
          "👩‍👩‍👧‍👦",
          "\u05e9\u05dc\u05d5\u05dd",
          "\u202egnp.exe",
          NFC,
          Normalizer.normalize(NFC, Normalizer.Form.NFD),
          "x".repeat(4096),
          "007",
          "7",
          "7.0",
          "../..",
          "/etc/passwd",
          "a=b/dt=1",
          "dt=__HIVE_DEFAULT_PARTITION__",
          "=cmd|' /C calc'!A0",
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>",
          "${jndi:ldap://127.0.0.1/a}",
          "${env:HOME}",
          "'; DROP TABLE events; --",
          "%s%n%d",
          "a,b;c|d",
          "null",
          "NaN",
          "nightjar:\u0085 released",
          "two  spaces");

  /** Some that move the cursor, begin a line, or turn around what follows. */
  private static final List<String> OBEYED_BY_TERMINALS =
      HOSTILE.stream().filter(id -> id.matches(".*[\\p{Cc}\\u202e].*")).toList();

  private static final String DATE = "2026-01-02";
  private static final String MARKUP = "<script>alert(2)</script>";

  @TempDir static Path folder;
  private static Path warehouse;
  private static Shell.Result night;

  @BeforeAll
  static void run() throws IOException {
    SharedSpark.session();
    warehouse = folder.resolve("warehouse");
    List<String> lines = new ArrayList<>(List.of("user,item,at"));
    List<String> catalogue = new ArrayList<>(List.of("item,title"));
    for (int u = 0; u < HOSTILE.size(); u++) {
      catalogue.add(quoted(HOSTILE.get(u)) + "," + quoted("title " + HOSTILE.get(u)));
      // A band of the matrix: items have users in common, and no user has them all.
      for (int i = u; i < u + 6; i++) {
        String item = HOSTILE.get(i % HOSTILE.size());
        lines.add(quoted(HOSTILE.get(u)) + "," + quoted(item) + ",2026-01-0" + (1 + i % 2));
      }
    }
    lines.add(MARKUP + ",7,no time");
    lines.add("\u001b[2Jred,7,2026-01-01"); // Controls are not text: quarantined.
    Path log = Files.createDirectory(folder.resolve("log"));
    Files.write(log.resolve("log.csv"), lines);
    Files.write(log.resolve("items.csv"), catalogue);
    night = command(List.of("run"), "--date", DATE).expect(ExitCode.DONE);
  }

  @Test
  void idsAreTheSameBytesInEveryTable() {
    Set<String> expected = hex(HOSTILE);
    assertEquals(HOSTILE.size(), expected.size(), "no two are taken for one");
    assertEquals(expected, column("events", col("user_id")));
    assertEquals(expected, column("events", col("item_id")));
    assertEquals(expected, column("user_index", col("user_id")));
    assertEquals(expected, column("item_index", col("item_id")));
    assertEquals(expected, column("items", col("item_id")));
    assertEquals(expected, column("recommendations", col("user_id")));
    assertEquals(expected, column("recommendations", explode(col("items").getField("item_id"))));
    assertEquals(
        hex(HOSTILE.stream().map(id -> "title " + id).toList()), column("items", col("title")));
  }

  @Test
  void nothingIsWrittenBesideTheTables() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(
          Set.of("log", "warehouse"),
          files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()));
    }
    try (Stream<Path> files = Files.walk(warehouse)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = warehouse.relativize(file).toString();
        assertTrue(path.matches("[a-zA-Z0-9_.=/-]+"), path);
        assertFalse(path.contains("dt=") && !path.matches(".*/dt=2026-01-0[12]/.*"), path);
      }
    }
  }

  @Test
  void reportsHoldNoMarkupOfTheLogs() throws IOException {
    try (Stream<Path> files = Files.walk(warehouse.resolve("reports"))) {
      Path page = files.filter(file -> file.endsWith("report.html")).findFirst().orElseThrow();
      String html = Files.readString(page);
      assertTrue(html.contains("&lt;script&gt;alert(2)"), "a quarantined row is shown");
      assertFalse(html.contains("<script>alert"), "as text");
      assertFalse(html.contains("<img src=x"), "as text");
    }
  }

  @Test
  void whatIsPrintedObeysNoTextOfTheLogs() {
    List<String> printed = new ArrayList<>(List.of(night.out(), night.err()));
    for (String id : OBEYED_BY_TERMINALS) {
      String user = inspect("user", id).expect(ExitCode.DONE).out();
      assertTrue(user.lines().count() > 5, user);
      printed.add(user);
      printed.add(inspect("item", id).expect(ExitCode.DONE).out());
      printed.add(inspect("item", id + "?").expect(ExitCode.INPUT).err());
    }
    for (String text : printed) {
      String unsafe = text.replaceAll("[^\\p{Cc}\\u2028\\u202a-\\u202e]|\\n", "");
      assertEquals("", unsafe, text);
      assertFalse(text.lines().anyMatch(line -> line.startsWith("nightjar: released")), text);
    }
  }

  private static Shell.Result inspect(String kind, String id) {
    return command(List.of("inspect", kind), "--", id);
  }

  private static Shell.Result command(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    for (String setting :
        List.of(
            "warehouse=" + warehouse,
            "ingest.folder=" + folder.resolve("log"),
            "ingest.events.log={files: {path: log.csv}, user: user, item: item,"
                + " event: \"'view'\", time: at, time-format: yyyy-MM-dd}",
            "ingest.items.catalogue={files: {path: items.csv}, item: item, title: title}",
            "prepare.events={view: {}}",
            "train={rank: 4, iterations: 2}",
            "recommend.n=" + HOSTILE.size(),
            "publish.min-ndcg-over-popularity=0")) {
      all.add("--set=" + setting);
    }
    all.addAll(List.of(more));
    return Shell.run(all.toArray(new String[0]));
  }

  private static Set<String> column(String table, Column column) {
    SparkSession session = SharedSpark.session();
    return hex(
        session
            .read()
            .option("recursiveFileLookup", "true")
            .parquet(warehouse.resolve(table).resolve("data").toString())
            .select(column.as("id"))
            .distinct()
            .collectAsList()
            .stream()
            .map((Row row) -> row.getString(0))
            .toList());
  }

  /** Bytes, for a failure must be readable. */
  private static Set<String> hex(List<String> texts) {
    return texts.stream()
        .map(text -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\"", "\"\"") + '"';
  }
}
