package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PseudonymsTest {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 31);

  /** Hexadecimal digits, but taken for what they are: text. */
  private static final String KEY = "0123456789abcdef0123456789abcdef";

  /** By another implementation: printf 'müller@example.org' | openssl dgst -sha256 -hmac KEY. */
  private static final String MUELLER =
      "ab762afb915d858006ef4a9b10ad86205d35fa4e1a05639f1c2ba290957e9ed6";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Fixture.write(
        folder.resolve("log.csv"),
        "user,item,event,time",
        "müller@example.org,i1,view,2026-01-30",
        "müller@example.org,i2,view,never",
        "smith@example.org,i1,view,2026-01-31");
    Fixture.write(
        folder.resolve("users.csv"), "user,country", "müller@example.org,de", ",of nobody");
    key(KEY);
  }

  @Test
  void usersAreCalledByThemInEventsAndInTheCatalogue() {
    TestNight night = ingest(DATE, "key-version: 7");

    List<Row> events = rows(night, Table.EVENTS);
    assertEquals(2, events.size());
    assertTrue(events.stream().anyMatch(event -> event.getString(0).equals(MUELLER)));
    assertEquals(MUELLER, rows(night, Table.USERS).get(0).getString(0));
    var counts = night.snapshot(Table.EVENTS, Lane.SERVE).manifest().counts();
    assertEquals(7, counts.get("pseudonyms.key_version"));
    assertEquals(3, counts.get("read"), "every row is accounted for");
    assertEquals(1, counts.get("quarantined.bad_time"));
  }

  @Test
  void noIdIsLeftInTheWarehouse() throws IOException {
    TestNight night = ingest(DATE, "key-version: 1");
    for (Table table : List.of(Table.EVENTS, Table.USERS, Table.QUARANTINE)) {
      for (Row row : rows(night, table)) {
        for (int column = 0; column < row.size(); column++) {
          String text =
              row.get(column) instanceof byte[] bytes
                  ? new String(bytes, StandardCharsets.UTF_8)
                  : String.valueOf(row.get(column));
          assertFalse(text.contains("example.org"), text);
          assertFalse(text.contains("nobody"), text);
        }
      }
    }
    assertEquals(2, rows(night, Table.QUARANTINE).size());
  }

  @Test
  void anotherKeyIsRefusedForItWouldMakeOtherUsers() throws IOException {
    ingest(DATE, "key-version: 1");
    ingest(DATE.plusDays(1), "key-version: 1");
    refused("key-version: 2", "key version 1", "key version 2");
    key("another key, which is as long as it must be");
    refused("key-version: 1", "check ");
    key(KEY);
    ingest(DATE.plusDays(2), "key-version: 1");
  }

  @Test
  void aWarehouseOfIdsIsNotGoneOnWithByPseudonyms() {
    TestNight plain = night(DATE);
    plain.run(new IngestJob(), Lane.SERVE);
    refused("key-version: 1", "by their ids");
  }

  @Test
  void aKeyThatCanBeGuessedIsRefusedWithoutBeingTold() throws IOException {
    key("fifteen letters");
    UserError e = assertThrows(UserError.class, () -> ingest(DATE, "key-version: 1"));
    assertTrue(e.getMessage().contains("fewer than 16 bytes"), e.getMessage());
    assertFalse(e.getMessage().contains("fifteen letters"), e.getMessage());
  }

  private static List<Row> rows(TestNight night, Table table) {
    return night.store().read(night.snapshot(table, Lane.SERVE)).collectAsList();
  }

  private void key(String key) throws IOException {
    Files.writeString(folder.resolve("key"), key + "\n");
  }

  private void refused(String version, String... said) {
    UserError e = assertThrows(UserError.class, () -> ingest(DATE.plusDays(2), version));
    for (String text : said) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
  }

  private TestNight ingest(LocalDate date, String version) {
    TestNight night =
        night(
            date,
            "ingest.pseudonyms={key: 'file:%s', %s}".formatted(folder.resolve("key"), version));
    night.run(new IngestJob(), Lane.SERVE);
    return night;
  }

  private TestNight night(LocalDate date, String... more) {
    return new TestNight(
        folder.resolve("warehouse"),
        date,
        Stream.concat(
                Stream.of(
                    "ingest.folder=" + folder,
                    "ingest.events.shop={files: {path: log.csv}, user: user, item: item,"
                        + " event: event, time: time}",
                    "ingest.users.people={files: {path: users.csv}, user: user,"
                        + " attributes: {country: country}}",
                    "ingest.limits.quarantined-share=1",
                    "prepare.events.view={}"),
                Stream.of(more))
            .toArray(String[]::new));
  }
}
