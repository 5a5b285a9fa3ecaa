package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.nightjar.TestNight;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However often and in whatever pieces events are delivered, the table is that of one delivery. */
class DuplicateDeliveryTest {
  private static final LocalDate MONDAY = LocalDate.of(2026, 1, 5);
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final int EVENTS = 100;

  @TempDir private static Path folder;
  private static final List<String> ROWS = new ArrayList<>();
  private static SortedMap<String, String> once;

  @BeforeAll
  static void deliverOnce() throws IOException {
    for (int i = 0; i < EVENTS; i++) {
      ROWS.add("u%d,i%d,view,%d,2026-01-05T%02d:00:00Z".formatted(i % 7, i, i, i % 24));
    }
    deliver("once", MONDAY, "a.csv", ROWS);
    once = night("once", MONDAY, EVENTS, 0);
  }

  @Test
  void aFileUnderTwoNames() throws IOException {
    deliver("names", MONDAY, "a.csv", ROWS);
    deliver("names", MONDAY, "copy/of-a.csv", ROWS);
    assertEquals(once, night("names", MONDAY, EVENTS, EVENTS));
  }

  @Test
  void aFileAndItsArchive() throws IOException {
    deliver("archive", MONDAY, "a.csv", ROWS);
    deliver("archive", MONDAY, "a.csv.gz", ROWS);
    assertEquals(once, night("archive", MONDAY, EVENTS, EVENTS));
  }

  @Test
  void batchesThatOverlap() throws IOException {
    deliver("overlap", MONDAY, "1.csv", ROWS.subList(0, 60));
    deliver("overlap", MONDAY, "2.csv", ROWS.subList(40, EVENTS));
    deliver("overlap", MONDAY, "3.csv", ROWS.subList(20, 50));
    assertEquals(once, night("overlap", MONDAY, EVENTS, 20 + 30));
  }

  @Test
  void rowsAgainInAFileInAnotherOrderAndSpelling() throws IOException {
    List<String> rows = new ArrayList<>(ROWS);
    // The same instant, the same number.
    ROWS.forEach(row -> rows.add(row.replace(":00:00Z", ":00+00:00").replace(",view,", ",view,+")));
    Collections.shuffle(rows, new Random(1));
    deliver("order", MONDAY, "a.csv", rows);
    assertEquals(once, night("order", MONDAY, EVENTS, EVENTS));
  }

  @Test
  void theSameNightAgain() throws IOException {
    deliver("again", MONDAY, "a.csv", ROWS);
    night("again", MONDAY, EVENTS, 0);
    assertEquals(once, night("again", MONDAY, EVENTS, 0), "counts too are those of the first time");
  }

  @Test
  void theNextDayDeliversThemAgain() throws IOException {
    deliver("next", MONDAY, "a.csv", ROWS.subList(0, 70));
    night("next", MONDAY, 70, 0);
    deliver("next", TUESDAY, "a.csv", ROWS);
    assertEquals(once, night("next", TUESDAY, 30, 70));
  }

  @Test
  void batchesOfTwoDaysThatOverlap() throws IOException {
    deliver("days", MONDAY, "a.csv", ROWS.subList(0, 60));
    deliver("days", TUESDAY, "1.csv", ROWS.subList(30, 80));
    deliver("days", TUESDAY, "2.csv", ROWS.subList(70, EVENTS));
    night("days", MONDAY, 60, 0);
    assertEquals(once, night("days", TUESDAY, 40, 30 + 10));
    assertEquals(once, night("days", MONDAY, 0, 60), "and Monday's delivery once more");
  }

  @Test
  void whatDiffersInOneFieldIsAnotherEvent() throws IOException {
    List<String> rows = new ArrayList<>(ROWS);
    rows.add(ROWS.get(0).replace("u0,", "U0,"));
    rows.add(ROWS.get(0).replace("i0,", "i00,"));
    rows.add(ROWS.get(0).replace(",view,0", ",view,0.5"));
    rows.add(ROWS.get(0).replace(",view,0", ",view,"));
    rows.add(ROWS.get(0).replace("00Z", "00.000001Z"));
    deliver("others", MONDAY, "a.csv", rows);
    assertNotEquals(once, night("others", MONDAY, EVENTS + 5, 0));
  }

  private static void deliver(String warehouse, LocalDate date, String file, List<String> rows)
      throws IOException {
    Path path = folder.resolve("log-" + warehouse).resolve(date.toString()).resolve(file);
    Files.createDirectories(path.getParent());
    String text = "user,item,event,value,time\n" + String.join("\n", rows) + "\n";
    try (OutputStream raw = Files.newOutputStream(path);
        OutputStream out = file.endsWith(".gz") ? new GZIPOutputStream(raw) : raw) {
      out.write(text.getBytes(UTF_8));
    }
  }

  /** Runs a night, checks its counts, and gives the hashes of all events by stable path. */
  private static SortedMap<String, String> night(
      String warehouse, LocalDate date, long accepted, long duplicate) {
    TestNight night =
        new TestNight(
            folder.resolve(warehouse),
            date,
            "ingest.folder=" + folder.resolve("log-" + warehouse),
            "ingest.events.shop={files: {path: \"{date}\"}, user: user, item: item, event: event,"
                + " value: value, time: time}",
            "ingest.limits.volume-drop=1",
            "prepare.events.view={}");
    night.run(new IngestJob(), Lane.SERVE);
    Map<String, Long> counts = night.snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
    assertEquals(
        List.of(accepted + duplicate, accepted, duplicate, 0L),
        List.of(
            counts.get("read"),
            counts.get("accepted"),
            counts.get("duplicate"),
            counts.get("quarantined")));
    SortedMap<String, String> hashes = new TreeMap<>();
    for (DataFile file :
        night.store().head(TableId.of(Table.EVENTS, Lane.SERVE)).orElseThrow().manifest().files()) {
      hashes.put(file.path().substring(file.path().indexOf('/')), file.sha256());
    }
    return hashes;
  }
}
