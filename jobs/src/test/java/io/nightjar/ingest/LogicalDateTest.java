package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat_ws;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.prepare.PrepareJob;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night sees what its date lets it see, whatever the clock says and in whatever order it comes.
 */
class LogicalDateTest {
  private static final TableId EVENTS = TableId.of(Table.EVENTS, Lane.SERVE);

  /** Around a leap day; of the day after it there is no log. */
  private static final LocalDate FIRST = LocalDate.of(2028, 2, 28);

  private static final LocalDate LEAP = LocalDate.of(2028, 2, 29);
  private static final LocalDate EMPTY = LocalDate.of(2028, 3, 2);
  private static final LocalDate LAST = LocalDate.of(2028, 3, 3);

  @TempDir static Path folder;

  @BeforeAll
  static void write() throws IOException {
    log(
        FIRST,
        "u1,i1,view,2028-02-28T23:59:59.999999Z",
        "u1,i2,view,2028-02-29T00:00:00Z", // Ahead of its night: refused, and delivered again.
        "u1,i3,view,2099-12-31T23:59:59Z",
        "u1,i4,view,1970-01-01T00:00:00Z");
    log(LEAP, "u1,i2,view,2028-02-29T00:00:00Z", "u2,i2,view,2028-02-29T12:00:00Z");
    log(EMPTY);
    log(
        LAST,
        "u3,i1,view,2028-02-28T08:00:00Z", // Late by days.
        "u2,i2,view,2028-02-29T12:00:00Z", // Delivered before.
        "u3,i1,view,2028-03-03T23:59:59Z");
  }

  @Test
  void backfillInAnyOrderGivesTheSameEvents() {
    SortedMap<String, Long> days = new TreeMap<>();
    days.put("1970-01-01", 1L);
    days.put("2028-02-28", 2L);
    days.put("2028-02-29", 2L);
    days.put("2028-03-03", 1L);
    SortedMap<String, String> inOrder = hashes("in-order", FIRST, LEAP, EMPTY, LAST);
    assertEquals(days, rows("in-order"));
    assertEquals(inOrder, hashes("backwards", LAST, EMPTY, LEAP, FIRST));
    assertEquals(inOrder, hashes("mixed", LEAP, LAST, FIRST, EMPTY));
    assertEquals(inOrder, hashes("again", FIRST, LEAP, EMPTY, LAST, LEAP, FIRST));
  }

  /** Numbers are in the order in which ids became known; what is learnt from is not. */
  @Test
  void backfillBackwardsGivesTheSameInteractions() {
    Set<String> inOrder = interactions("learnt-in-order", FIRST, LEAP, LAST);
    assertEquals(
        Set.of(
            "u1 i1 1.0 2028-02-28 23:59:59.999999",
            "u1 i2 1.0 2028-02-29 00:00:00",
            "u1 i4 1.0 1970-01-01 00:00:00",
            "u2 i2 1.0 2028-02-29 12:00:00",
            "u3 i1 2.0 2028-03-03 23:59:59"),
        inOrder);
    assertEquals(inOrder, interactions("learnt-backwards", LAST, LEAP, FIRST, LAST));
  }

  @Test
  void whatIsAfterTheDateIsRefusedAndTheDayAfterTaken() {
    night("counts", FIRST).run(new IngestJob(), Lane.SERVE);
    assertEquals(counts(4, 2, 0, 2), counts("counts", FIRST));
    night("counts", LEAP).run(new IngestJob(), Lane.SERVE);
    assertEquals(counts(2, 2, 0, 0), counts("counts", LEAP));
    night("counts", LAST).run(new IngestJob(), Lane.SERVE);
    assertEquals(counts(3, 2, 1, 0), counts("counts", LAST));
  }

  @Test
  void anEmptyDayAddsNothing() {
    SortedMap<String, String> before = hashes("empty", FIRST);
    assertEquals(before, hashes("empty", EMPTY));
    assertEquals(counts(0, 0, 0, 0), counts("empty", EMPTY));
  }

  private static void log(LocalDate date, String... rows) throws IOException {
    String[] lines = new String[rows.length + 1];
    lines[0] = "user,item,event,time";
    System.arraycopy(rows, 0, lines, 1, rows.length);
    Fixture.write(folder.resolve("log/" + date + "/events.csv"), lines);
  }

  private static TestNight night(String warehouse, LocalDate date) {
    return new TestNight(
        folder.resolve(warehouse),
        date,
        "ingest.folder=" + folder.resolve("log"),
        "ingest.events.shop={files: {path: \"{date}/*.csv\"}, user: user, item: item, event: event,"
            + " time: time}",
        "ingest.limits={quarantined-share: 1, future-share: 1, volume-drop: 1}",
        "prepare.events.view={}");
  }

  /** Hashes of the files of the events after nights in this order, by their stable paths. */
  private static SortedMap<String, String> hashes(String warehouse, LocalDate... nights) {
    for (LocalDate date : nights) {
      night(warehouse, date).run(new IngestJob(), Lane.SERVE);
    }
    SortedMap<String, String> hashes = new TreeMap<>();
    for (DataFile file : files(warehouse)) {
      hashes.put(file.path().substring(file.path().indexOf('/')), file.sha256());
    }
    return hashes;
  }

  /** Pairs of the last of these nights, by their ids, with weight and time. */
  private static Set<String> interactions(String warehouse, LocalDate... nights) {
    TestNight last = null;
    for (LocalDate date : nights) {
      last = night(warehouse, date);
      last.run(new IngestJob(), Lane.SERVE);
      last.run(new PrepareJob(), Lane.SERVE);
    }
    Set<String> pairs = new TreeSet<>();
    last.store()
        .read(last.snapshot(Table.INTERACTIONS, Lane.SERVE))
        .join(last.store().read(last.snapshot(Table.USER_INDEX, Lane.SERVE)), Columns.USER_IX)
        .join(last.store().read(last.snapshot(Table.ITEM_INDEX, Lane.SERVE)), Columns.ITEM_IX)
        .select(
            concat_ws(
                " ",
                col(Columns.USER_ID),
                col(Columns.ITEM_ID),
                col(Columns.WEIGHT),
                col(Columns.LAST_AT)))
        .collectAsList()
        .forEach(pair -> assertTrue(pairs.add(pair.getString(0)), pair.toString()));
    return pairs;
  }

  private static SortedMap<String, Long> rows(String warehouse) {
    SortedMap<String, Long> rows = new TreeMap<>();
    files(warehouse).forEach(file -> rows.merge(file.partition(), file.rows(), Long::sum));
    return rows;
  }

  private static List<DataFile> files(String warehouse) {
    return night(warehouse, LAST).store().head(EVENTS).orElseThrow().manifest().files();
  }

  private static Map<String, Long> counts(long read, long accepted, long duplicate, long refused) {
    return Map.of(
        "read", read, "accepted", accepted, "duplicate", duplicate, "quarantined", refused);
  }

  private static Map<String, Long> counts(String warehouse, LocalDate date) {
    Map<String, Long> all =
        night(warehouse, date).snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
    return counts(
        all.get("read"), all.get("accepted"), all.get("duplicate"), all.get("quarantined"));
  }
}
