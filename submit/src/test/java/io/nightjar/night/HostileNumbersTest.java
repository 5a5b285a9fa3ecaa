package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.ingest.IngestJob;
import io.nightjar.prepare.PrepareJob;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Numbers that no client should send neither stop a night nor steer it: what is no finite number is
 * quarantined, and what is huge counts as much as the cap lets it.
 */
final class HostileNumbersTest {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 6);
  private static final Generator.Spec SPEC =
      new Generator.Spec(60, 40, 2, 1_500, 7, LocalDate.of(2026, 1, 5), 0, 1);

  private static final List<String> REFUSED =
      List.of("NaN", "nan", "Infinity", "-Inf", "1e309", "-1e309", "0x1p3", "1_000", "\u0661");

  /** Each beside a number that must count the same. */
  private static final List<List<String>> ALIKE =
      List.of(
          List.of("1e30", "50"),
          List.of("1.7976931348623157e308", "50"),
          List.of("9223372036854775808", "50"),
          List.of("-0.0", "0"),
          List.of("4.9e-324", "0"),
          List.of("-1", "-50"),
          List.of("-1e30", "-50"),
          List.of("-1.7976931348623157e308", "-50"));

  /** Past what an int, a long and a double hold. */
  private static final List<String> IDS =
      List.of("-1", "2147483648", "-2147483649", "9223372036854775808", "1e400");

  @TempDir private static Path folder;
  private static TestNight hostile;

  @BeforeAll
  static void run() throws IOException {
    hostile = run(night("hostile", 0, REFUSED));
  }

  private static TestNight night(String name, int column, List<String> refused, String... settings)
      throws IOException {
    Path log = folder.resolve(name + "-log");
    LogWriter.write(SharedSpark.session(), SPEC, log.toString());
    List<String> lines = new ArrayList<>(List.of("user_id,item_id,event,value,time,device"));
    List<String> users = first(log.resolve("users.csv"));
    List<String> items = first(log.resolve("items.csv"));
    for (int i = 0; i < ALIKE.size(); i++) {
      // A user and an item of the log, to which this is said beside what others said.
      lines.add(row(users.get(i), items.get(i), ALIKE.get(i).get(column)));
    }
    for (String id : IDS) {
      lines.add(row(id, items.get(0), "3"));
      lines.add(row(id, id, "3"));
    }
    refused.forEach(value -> lines.add(row(users.get(0), items.get(0), value)));
    Files.write(log.resolve("events/hostile.csv"), lines);
    return new TestNight(
        folder.resolve(name),
        DATE,
        Stream.of(
                new ShopLog(log).nightSettings(),
                new String[] {
                  "prepare.events.rating={weight: 1, transform: linear, dislike-below: ~}",
                  "prepare.half-life-days=~",
                  "evaluate.enabled=false"
                },
                settings)
            .flatMap(Stream::of)
            .toArray(String[]::new));
  }

  private static TestNight run(TestNight night) {
    ShopLog.run(night, DATE, Progress.SILENT, false);
    return night;
  }

  /** The first column of a catalogue. */
  private static List<String> first(Path catalogue) throws IOException {
    return Files.readAllLines(catalogue).stream()
        .skip(1)
        .map(line -> line.substring(0, line.indexOf(',')))
        .toList();
  }

  private static String row(String user, String item, String value) {
    return String.join(",", user, item, "rating", value, "2026-01-06T12:00:00Z", "web");
  }

  @Test
  void whatIsNoFiniteNumberIsQuarantined() {
    Map<String, Long> counts = hostile.snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
    assertEquals(REFUSED.size(), counts.get("quarantined"));
    assertEquals(REFUSED.size(), counts.get("quarantined.bad_value"));
    assertEquals(1_500 + ALIKE.size() + 2 * IDS.size(), counts.get("accepted"));
  }

  @Test
  void everyNumberThatIsLearntOrServedIsFinite() {
    long numbers = 0;
    for (Table table : List.of(Table.USER_FACTORS, Table.ITEM_FACTORS)) {
      for (Row row : hostile.rows(table, Lane.SERVE)) {
        for (Float factor : row.<Float>getList(row.fieldIndex(Columns.FACTORS))) {
          assertTrue(Float.isFinite(factor), row.toString());
          numbers++;
        }
      }
    }
    for (Table table : List.of(Table.SIMILAR_ITEMS, Table.RECOMMENDATIONS)) {
      for (Row row : hostile.rows(table, Lane.SERVE)) {
        for (Row item : row.<Row>getList(row.size() - 1)) {
          assertTrue(Float.isFinite(item.<Float>getAs(Columns.SCORE)), row.toString());
          numbers++;
        }
      }
    }
    assertTrue(numbers > 1_000, numbers + " numbers");
  }

  @Test
  void whatIsHugeCountsAsTheCapAndWhatIsBelowZeroAsNothing() throws IOException {
    TestNight capped = run(night("capped", 1, List.of()));

    assertNotEquals(hashes(hostile, Table.EVENTS), hashes(capped, Table.EVENTS));
    for (Table table :
        List.of(
            Table.INTERACTIONS,
            Table.USER_FACTORS,
            Table.ITEM_FACTORS,
            Table.SIMILAR_ITEMS,
            Table.POPULAR_ITEMS,
            Table.RECOMMENDATIONS)) {
      assertEquals(hashes(hostile, table), hashes(capped, table), table.toString());
    }
  }

  @Test
  void withoutTheCapTheSameRowsWouldSteer() throws IOException {
    TestNight uncapped = night("uncapped", 0, REFUSED, "prepare.max-weight=1e6");
    uncapped.run(new IngestJob(), Lane.SERVE);
    uncapped.run(new PrepareJob(), Lane.SERVE);

    assertEquals(hashes(hostile, Table.EVENTS), hashes(uncapped, Table.EVENTS));
    assertNotEquals(hashes(hostile, Table.INTERACTIONS), hashes(uncapped, Table.INTERACTIONS));
  }

  private static SortedMap<String, String> hashes(TestNight night, Table table) {
    SortedMap<String, String> hashes = new TreeMap<>();
    night
        .store()
        .find(TableId.of(table, Lane.SERVE), DATE)
        .orElseThrow()
        .manifest()
        .files()
        .forEach(
            file -> hashes.put(file.path().substring(file.path().indexOf('/')), file.sha256()));
    return hashes;
  }
}
