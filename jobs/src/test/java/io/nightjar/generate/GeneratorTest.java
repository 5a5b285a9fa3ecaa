package io.nightjar.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;

class GeneratorTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final Generator.Spec SPEC =
      new Generator.Spec(120, 200, 5, 3000, 11, LocalDate.of(2026, 1, 1), 0, 1);

  @Test
  void eventsAreRowsOfTheirTable() {
    Dataset<Row> events = Generator.events(SPARK, SPEC);
    assertEquals(Table.EVENTS.schema().catalogString(), events.schema().catalogString());
    assertEquals(3000, events.drop(Columns.CONTEXT).distinct().count());
    assertEquals(
        0,
        events
            .where("to_date(event_time) <> date or date < '2026-01-01' or date > '2026-01-05'")
            .count());
    assertEquals(
        0,
        events
            .join(Generator.items(SPARK, SPEC), new String[] {Columns.ITEM_ID}, "left_anti")
            .count());
  }

  @Test
  void cataloguesAreRowsOfTheirTables() {
    Dataset<Row> items = Generator.items(SPARK, SPEC);
    assertEquals(Table.ITEMS.schema(), items.schema());
    assertEquals(200, items.select(Columns.ITEM_ID).distinct().count());
    long unavailable = items.where("not available").count();
    assertTrue(unavailable > 0 && unavailable < 20, unavailable + " items are not available");
    assertEquals(0, items.where("not attributes['price'] rlike '^[0-9]+[.][0-9]{2}$'").count());
    Dataset<Row> users = Generator.users(SPARK, SPEC);
    assertEquals(Table.USERS.schema(), users.schema());
    assertEquals(120, users.select(Columns.USER_ID).distinct().count());
    assertEquals(36, users.where("attributes['since'] > '2026-01-01'").count());
  }

  @Test
  void anotherSeedIsAnotherLog() {
    Generator.Spec other =
        new Generator.Spec(120, 200, 5, 3000, 12, LocalDate.of(2026, 1, 1), 0, 1);
    Dataset<Row> same = Generator.events(SPARK, SPEC).select(Columns.USER_ID, Columns.EVENT_TIME);
    Dataset<Row> fresh = Generator.events(SPARK, other).select(Columns.USER_ID, Columns.EVENT_TIME);
    assertEquals(0, same.intersect(fresh).count());
  }

  @Test
  void filesPerDayFollowFromTheEvents() {
    assertEquals(1, Generator.Spec.filesPerDay(17_000, 28));
    assertEquals(3, Generator.Spec.filesPerDay(100_000_000, 30));
  }

  @Test
  void refusesNumbersOutOfRange() {
    LocalDate start = LocalDate.of(2026, 1, 1);
    List<Runnable> specs =
        List.of(
            () -> new Generator.Spec(0, 1, 1, 1, 1, start, 0, 1),
            () -> new Generator.Spec(1, -5, 1, 1, 1, start, 0, 1),
            () -> new Generator.Spec(1, 1, 4000, 1, 1, start, 0, 1),
            () -> new Generator.Spec(1, 1, 1, 0, 1, start, 0, 1),
            () -> new Generator.Spec(1, 1, 1, 1, 1, start, Double.NaN, 1),
            () -> new Generator.Spec(1, 1, 1, 1, 1, start.plusYears(2000), 0, 1),
            () -> new Generator.Spec(1, 1, 1, 1, 1, start, 0, 0));
    specs.forEach(spec -> assertThrows(UserError.class, spec::run));
    assertEquals(
        "Cannot generate a log: users is 0; choose a number from 1 to 1000000000",
        assertThrows(UserError.class, specs.get(0)::run).getMessage());
  }
}
