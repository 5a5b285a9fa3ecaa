package io.nightjar.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.Verification;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is erased is in no byte of the warehouse, and does not come back. */
final class EraseTest {
  private static final LocalDate FIRST = ShopLog.LAST_DAY;

  @TempDir private static Path folder;
  private static ShopLog log;
  private static Path warehouse;
  private static List<String> erased;

  @BeforeAll
  static void runTwoNights() throws IOException {
    log = ShopLog.small(folder.resolve("log"));
    warehouse = folder.resolve("warehouse");
    run(FIRST);
    List<Row> users = rows(release(1), Table.RECOMMENDATIONS);
    erased = List.of(users.get(3).getString(0), users.get(10).getString(0));
    // Rows of theirs that no night can read.
    Files.write(
        log.folder().resolve("events/bad.csv"),
        List.of(
            "user_id,item_id,event,value,time,device",
            erased.get(0) + ",i000001,view,,never,web",
            "\"" + erased.get(1) + ",i000001,view",
            "GET /?user=" + erased.get(0) + "&item=i000001"));
    run(FIRST.plusDays(1));
  }

  @Test
  void whoIsErasedIsGoneFromEveryByteAndStaysAway() throws IOException {
    assertFalse(places().isEmpty(), "the search finds what is there");
    Map<String, Integer> numbers = numbers();
    long events =
        rows(release(2), Table.EVENTS).stream()
            .filter(row -> erased.contains(row.getString(0)))
            .count();
    List<List<Row>> before = List.of(others(1), others(2));
    Path users = Files.write(folder.resolve("users.txt"), erased);

    String out = erase(users).expect(ExitCode.DONE).out();

    assertTrue(out.contains("Erased 2 users; 2 releases"), out);
    assertEquals(Set.of(), places());
    assertEquals(before, List.of(others(1), others(2)), "the others' lists are as they were");
    assertEquals(before.get(0).size(), rows(release(1), Table.RECOMMENDATIONS).size());
    erased.forEach(numbers::remove);
    assertEquals(numbers, numbers(), "and so are their numbers");
    assertSound();
    String certificate = Files.readString(warehouse.resolve("_erased/1.certificate.json"));
    for (String table : List.of("events", "user_index", "user_factors", "quarantine", "lists")) {
      assertTrue(certificate.contains(table), certificate);
    }

    run(FIRST.plusDays(2));
    assertEquals(Set.of(), places(), "the same files were read again");
    var counts = night(FIRST.plusDays(2)).snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
    assertEquals(events + 1, counts.get("quarantined.erased_user"), counts.toString());
    assertEquals(numbers, numbers());

    String again = erase(users).expect(ExitCode.DONE).out();
    assertTrue(again.contains("Erased 2 users; 0 releases and 0 reports"), again);
    assertSound();
  }

  private static Shell.Result erase(Path users) {
    List<String> words = new ArrayList<>(List.of("erase", "--users", users.toString()));
    words.addAll(List.of("--warehouse", warehouse.toString()));
    for (String setting : log.nightSettings()) {
      words.addAll(List.of("--set", setting));
    }
    return Shell.run(words.toArray(String[]::new));
  }

  private static void assertSound() {
    assertEquals(
        List.of(),
        new Verification(night(FIRST).store())
            .ofAll().stream().flatMap(found -> found.damages().stream()).toList());
  }

  private static void run(LocalDate date) {
    ShopLog.run(night(date), date, Progress.SILENT, false);
  }

  private static TestNight night(LocalDate date) {
    String[] settings =
        Stream.concat(
                Stream.of(log.nightSettings()),
                Stream.of("ingest.limits.quarantined-share=1", "publish.max-users-lost=1"))
            .toArray(String[]::new);
    return new TestNight(warehouse.toString(), date, settings);
  }

  private static Release release(long number) {
    return night(FIRST).store().releases().get(number).release();
  }

  private static List<Row> rows(Release release, Table table) {
    TableId id = TableId.of(table, Lane.SERVE);
    SnapshotStore store = night(FIRST).store();
    return store
        .read(store.open(id, release.tables().get(id.path())))
        .orderBy(table.key().get(0))
        .collectAsList();
  }

  /** Lists of a release but those of the erased. */
  private static List<Row> others(long release) {
    return rows(release(release), Table.RECOMMENDATIONS).stream()
        .filter(row -> !erased.contains(row.getString(0)))
        .toList();
  }

  /** Numbers of the users whose id is known. */
  private static Map<String, Integer> numbers() {
    Map<String, Integer> numbers = new TreeMap<>();
    SnapshotStore store = night(FIRST).store();
    store
        .read(store.head(TableId.of(Table.USER_INDEX, Lane.SERVE)).orElseThrow())
        .collectAsList()
        .forEach(row -> numbers.put(row.getString(0), row.getInt(1)));
    numbers.keySet().removeIf(id -> id.startsWith("\u001f"));
    return numbers;
  }

  /** Files below the warehouse that hold an erased id, in their bytes or in their rows. */
  private static Set<String> places() throws IOException {
    Set<String> places = new TreeSet<>();
    Map<String, List<String>> tables = new TreeMap<>();
    try (Stream<Path> files = Files.walk(warehouse)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = warehouse.relativize(file).toString();
        if (holdsErased(Files.readString(file, ISO_8859_1))) {
          places.add(path);
        }
        if (path.endsWith(".parquet")) {
          String table = path.substring(0, path.indexOf("/data/"));
          tables.computeIfAbsent(table, t -> new ArrayList<>()).add(file.toString());
        }
      }
    }
    tables.values().forEach(files -> places.addAll(holdErasedRows(files)));
    return places;
  }

  /** Of the files of a table, those with a row that holds an erased id. */
  private static List<String> holdErasedRows(List<String> files) {
    Dataset<Row> rows =
        SharedSpark.session()
            .read()
            .option("recursiveFileLookup", "true")
            .parquet(files.toArray(String[]::new));
    List<Column> columns = new ArrayList<>();
    for (StructField field : rows.schema().fields()) {
      Column column = col(field.name());
      columns.add(field.dataType() instanceof BinaryType ? column.cast("string") : column);
    }
    return rows
        .select(col("_metadata.file_path"), to_json(struct(columns.toArray(Column[]::new))))
        .collectAsList()
        .stream()
        .filter(row -> holdsErased(row.getString(1)))
        .map(row -> warehouse.relativize(Path.of(URI.create(row.getString(0)))).toString())
        .toList();
  }

  private static boolean holdsErased(String text) {
    return erased.stream()
        .anyMatch(
            id -> Pattern.compile("(?<!\\w)" + Pattern.quote(id) + "(?!\\w)").matcher(text).find());
  }
}
