package io.nightjar.ingest;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.date_from_unix_date;
import static org.apache.spark.sql.functions.floor;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.unix_seconds;

import io.nightjar.config.IngestConfig;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/**
 * Rows of event logs in the layout of the events table, each either good or with the reason why
 * not.
 *
 * <p>Ids and event types are kept byte for byte. A value is a decimal number; empty or null is
 * none. Context is kept where it is neither null nor empty.
 */
final class EventRows {
  private static final String TIME_TEXT = "__time";
  private static final String VALUE_TEXT = "__value";
  private static final int SECONDS_PER_DAY = 86_400;

  private EventRows() {}

  /**
   * Reads one source.
   *
   * @param name the source's name in the configuration
   * @param types the event types that {@code prepare.events} names
   * @param names what users are called
   * @param date the logical date: later events are refused
   * @return the columns of {@link io.nightjar.schema.Table#EVENTS}, and {@link Columns#SOURCE},
   *     {@link Columns#FILE}, {@link Columns#RAW} and {@link Columns#REASON}; a row is good where
   *     the reason is null, and only a bad one keeps its bytes
   * @throws UserError if files, columns or expressions are not as configured
   */
  static Dataset<Row> read(
      SparkSession spark,
      String name,
      EventSource source,
      IngestConfig config,
      Set<String> types,
      UserNames names,
      LocalDate date) {
    String key = "ingest.events." + name;
    Source files = Source.open(spark, key, source.files(), date, InputBounds.of(config));
    Attributes context = new Attributes(key + ".context", source.context());

    List<Mapping> mappings = new ArrayList<>();
    mappings.add(new Mapping(Columns.USER_ID, key + ".user", source.user()));
    mappings.add(new Mapping(Columns.ITEM_ID, key + ".item", source.item()));
    mappings.add(new Mapping(Columns.EVENT_TYPE, key + ".event", source.event()));
    mappings.add(new Mapping(VALUE_TEXT, key + ".value", source.value().orElse("null")));
    mappings.add(new Mapping(TIME_TEXT, key + ".time", source.time()));
    mappings.addAll(context.mappings());

    Column text = col(VALUE_TEXT);
    Column value = udf(new DecimalNumber(), DataTypes.DoubleType).apply(text);
    Column time = EventTimes.parse(spark, key, col(TIME_TEXT), source.timeFormat(), source.zone());
    Instant end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();

    Column reason =
        names
            .check(new RowChecks())
            .id(col(Columns.USER_ID), Reason.BLANK_USER, config.maxIdBytes())
            .id(col(Columns.ITEM_ID), Reason.BLANK_ITEM, config.maxIdBytes())
            .refuse(
                Reason.UNKNOWN_EVENT,
                col(Columns.EVENT_TYPE)
                    .isNull()
                    .or(col(Columns.EVENT_TYPE).isInCollection(types).equalTo(false)))
            .refuse(
                Reason.BAD_VALUE,
                text.notEqual("").and(col(Columns.VALUE).isNull().or(infinite(Columns.VALUE))))
            .refuse(Reason.BAD_TIME, col(Columns.EVENT_TIME).isNull())
            .refuse(Reason.BAD_TIME, EventTimes.outside(col(Columns.EVENT_TIME)))
            .refuse(Reason.FUTURE_TIME, col(Columns.EVENT_TIME).geq(lit(end)))
            .reason();
    Column day = floor(unix_seconds(col(Columns.EVENT_TIME)).divide(SECONDS_PER_DAY));

    return Mapping.apply(spark, files, mappings)
        .withColumn(Columns.VALUE, value)
        .withColumn(Columns.EVENT_TIME, time)
        .withColumn(Columns.REASON, reason)
        .select(
            names.ofGood().as(Columns.USER_ID),
            col(Columns.ITEM_ID),
            col(Columns.EVENT_TYPE),
            col(Columns.VALUE),
            col(Columns.EVENT_TIME),
            context.column().as(Columns.CONTEXT),
            date_from_unix_date(day.cast(DataTypes.IntegerType)).as(Columns.DATE),
            lit(name).as(Columns.SOURCE),
            col(Source.FILE).as(Columns.FILE),
            names.rawOfBad().as(Columns.RAW),
            col(Columns.REASON));
  }

  private static Column infinite(String column) {
    return abs(col(column)).equalTo(Double.POSITIVE_INFINITY);
  }
}
