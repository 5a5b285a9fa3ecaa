package io.nightjar.generate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map;
import static org.apache.spark.sql.functions.timestamp_millis;

import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Interaction logs with planted tastes, as tables.
 *
 * <p>Each user has a mixture of three clusters of taste that slides slowly from day to day; items
 * are popular by a Zipf law within their cluster, users active by another. A recommender that finds
 * the clusters beats popularity by far. Views lead to carts, carts to purchases, purchases to
 * ratings; new users and items arrive every day.
 *
 * <p>Every row depends on the spec alone, never on partitions, cluster or order.
 */
public final class Generator {
  private static final int BLOCKS_PER_TASK = 4096;
  private static final int ROWS_PER_TASK = 100_000;
  private static final String MILLIS = "millis";
  private static final String EPOCH_DAY = "epoch_day";
  private static final String DEVICE = "device";
  private static final String PRICE = "price";
  private static final String BRAND = "brand";
  private static final String COUNTRY = "country";
  private static final String AGE_GROUP = "age_group";
  private static final String SINCE = "since";

  private static final StructType EVENT =
      new StructType()
          .add(Columns.USER_ID, DataTypes.StringType, false)
          .add(Columns.ITEM_ID, DataTypes.StringType, false)
          .add(Columns.EVENT_TYPE, DataTypes.StringType, false)
          .add(Columns.VALUE, DataTypes.DoubleType, true)
          .add(MILLIS, DataTypes.LongType, false)
          .add(EPOCH_DAY, DataTypes.IntegerType, false)
          .add(DEVICE, DataTypes.StringType, false);

  private static final StructType ITEM =
      new StructType()
          .add(Columns.ITEM_ID, DataTypes.StringType, false)
          .add(Columns.TITLE, DataTypes.StringType, true)
          .add(Columns.CATEGORIES, DataTypes.createArrayType(DataTypes.StringType, false), false)
          .add(Columns.AVAILABLE, DataTypes.BooleanType, false)
          .add(PRICE, DataTypes.StringType, false)
          .add(BRAND, DataTypes.StringType, false);

  private static final StructType USER =
      new StructType()
          .add(Columns.USER_ID, DataTypes.StringType, false)
          .add(COUNTRY, DataTypes.StringType, false)
          .add(AGE_GROUP, DataTypes.StringType, false)
          .add(SINCE, DataTypes.StringType, false);

  /**
   * What to make. The same spec gives the same bytes.
   *
   * @param users number of users, 1 to 10⁹
   * @param items number of items, 1 to 10⁹
   * @param days length of the log in days, 1 to 3660
   * @param events number of distinct, good events, 1 or more; repeated and malformed lines come on
   *     top
   * @param seed any number; another seed is another world
   * @param start the first day, UTC; of the years 1970 to 2800
   * @param malformedShare malformed lines for each good event, 0 to 1; they are mixed in and change
   *     nothing else
   * @param filesPerDay files a day of the log is written as, 1 to 10000
   */
  public record Spec(
      int users,
      int items,
      int days,
      long events,
      long seed,
      LocalDate start,
      double malformedShare,
      int filesPerDay)
      implements Serializable {
    /** Events of a day that one file holds, where the number of files is not given. */
    private static final long EVENTS_PER_FILE = 1_000_000;

    /**
     * Checks the ranges.
     *
     * @throws UserError if a number is out of its range
     */
    public Spec {
      check("users", users, 1, 1_000_000_000);
      check("items", items, 1, 1_000_000_000);
      check("days", days, 1, 3660);
      check("events", events, 1, 1L << 40);
      check("the year of its start", start.getYear(), 1970, 2800);
      check("files per day", filesPerDay, 1, 10_000);
      if (!(malformedShare >= 0 && malformedShare <= 1)) {
        throw outOfRange("malformed share", malformedShare, 0, 1);
      }
    }

    /** Files per day with less than two million events in each. */
    public static int filesPerDay(long events, int days) {
      return (int) Math.max(1, events / Math.max(1, days) / EVENTS_PER_FILE);
    }

    private static void check(String name, long value, long min, long max) {
      if (value < min || value > max) {
        throw outOfRange(name, value, min, max);
      }
    }

    private static UserError outOfRange(String name, Number value, long min, long max) {
      return new UserError(
          String.format(
              "Cannot generate a log: %s is %s; choose a number from %d to %d",
              name, value, min, max));
    }
  }

  /** The good events, each once, in the columns of {@link Table#EVENTS}; in no order. */
  public static Dataset<Row> events(SparkSession spark, Spec spec) {
    long blocks = Journeys.blocks(spec.events());
    return World.map(
            spark,
            spec,
            blocks,
            BLOCKS_PER_TASK,
            EVENT,
            (world, block) -> world.journeys().block(block).stream().map(e -> row(world, e)))
        .select(
            col(Columns.USER_ID),
            col(Columns.ITEM_ID),
            col(Columns.EVENT_TYPE),
            col(Columns.VALUE),
            timestamp_millis(col(MILLIS)).as(Columns.EVENT_TIME),
            byName(DEVICE).as(Columns.CONTEXT),
            date_from_unix_date(col(EPOCH_DAY)).as(Columns.DATE));
  }

  /** The item catalogue, in the columns of {@link Table#ITEMS}; attributes are price and brand. */
  public static Dataset<Row> items(SparkSession spark, Spec spec) {
    return World.map(
            spark,
            spec,
            spec.items(),
            ROWS_PER_TASK,
            ITEM,
            (world, number) -> {
              Items.Item item = world.items().item((int) number);
              return Stream.of(
                  RowFactory.create(
                      item.id(),
                      item.title(),
                      item.categories().toArray(),
                      item.available(),
                      item.price(),
                      item.brand()));
            })
        .select(
            col(Columns.ITEM_ID),
            col(Columns.TITLE),
            col(Columns.CATEGORIES),
            col(Columns.AVAILABLE),
            byName(PRICE, BRAND).as(Columns.ATTRIBUTES));
  }

  /**
   * The user catalogue, in the columns of {@link Table#USERS}; attributes are country, age_group
   * and since.
   */
  public static Dataset<Row> users(SparkSession spark, Spec spec) {
    return World.map(
            spark,
            spec,
            spec.users(),
            ROWS_PER_TASK,
            USER,
            (world, number) -> {
              Users.User user = world.users().user((int) number);
              return Stream.of(
                  RowFactory.create(
                      user.id(), user.country(), user.ageGroup(), user.since().toString()));
            })
        .select(col(Columns.USER_ID), byName(COUNTRY, AGE_GROUP, SINCE).as(Columns.ATTRIBUTES));
  }

  private static Column byName(String... columns) {
    return map(Stream.of(columns).flatMap(c -> Stream.of(lit(c), col(c))).toArray(Column[]::new));
  }

  private static Row row(World world, Event event) {
    long midnight = world.spec().start().toEpochDay();
    return RowFactory.create(
        world.users().id(event.user()),
        world.items().id(event.item()),
        event.type(),
        event.value() == 0 ? null : (double) event.value(),
        midnight * Rhythm.DAY + event.at(),
        (int) (midnight + event.at() / Rhythm.DAY),
        event.device());
  }

  private Generator() {}
}
