package io.nightjar.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.timestamp_micros;
import static org.apache.spark.sql.functions.try_multiply;
import static org.apache.spark.sql.functions.try_to_timestamp;
import static org.apache.spark.sql.functions.udf;

import io.nightjar.run.UserError;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Text as instants, whatever the time zone of the session. */
final class EventTimes {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private static final Pattern QUOTED = Pattern.compile("'[^']*'");
  private static final Pattern ZONE_LETTER = Pattern.compile("[VzOXxZ]");

  private EventTimes() {}

  /** Whether a timestamp is not of the years 1970 to 9999, UTC. */
  static Column outside(Column time) {
    return time.lt(lit(FIRST)).or(time.geq(lit(END)));
  }

  /**
   * Parses times.
   *
   * <p>{@code epoch-seconds} and {@code epoch-millis} take decimal numbers, and keep microseconds.
   * {@code order} takes whole numbers, as seconds after 1970. {@code iso-8601} takes a calendar
   * date alone or, after {@code T} or a space, a time to the minute, second or fraction, with or
   * without {@code Z}, {@code UTC} or an offset. Any other format is a pattern of {@link
   * java.time.format.DateTimeFormatter} as far as Spark takes its letters. Times that name no zone
   * are in {@code zone}.
   *
   * @param key the source's key in the configuration, for messages
   * @return a timestamp, null where the text is no time; {@link #outside} tells which to refuse
   * @throws UserError if there is no such zone or format
   */
  static Column parse(SparkSession spark, String key, Column text, String format, String zone) {
    return switch (format) {
      case "epoch-seconds" -> epoch(text, 1_000_000, 6);
      case "epoch-millis" -> epoch(text, 1_000, 3);
      case "order" -> whole(text, 1_000_000);
      case "iso-8601" -> iso(text, zone(key, zone));
      default -> pattern(spark, key, text, format, zone(key, zone).getId());
    };
  }

  private static Column whole(Column text, long micros) {
    // UTC, normalised, is an offset, of which times are fastest to reckon.
    return timestamp_micros(try_multiply(text.try_cast(DataTypes.LongType), lit(micros)));
  }

  private static Column epoch(Column text, long micros, int scale) {
    // 12 digits before the point at the most for seconds, 15 for milliseconds: no overflow.
    Column number = text.try_cast(DataTypes.createDecimalType(18, scale));
    Column fraction = timestamp_micros(number.multiply(micros).cast(DataTypes.LongType));
    return coalesce(whole(text, micros), fraction);
  }

  private static Column iso(Column text, ZoneId zone) {
    // UTC, normalised, is an offset, of which times are fastest to reckon.
    return timestamp_micros(udf(new IsoTime(zone.normalized()), DataTypes.LongType).apply(text));
  }

  private static Column pattern(
      SparkSession spark, String key, Column text, String pattern, String zone) {
    boolean zoned = ZONE_LETTER.matcher(QUOTED.matcher(pattern).replaceAll("")).find();
    Column whole = zoned ? text : concat(text, lit(" " + zone));
    Column format = lit(zoned ? pattern : pattern + " VV");
    checkPattern(spark, key, pattern, format);
    return try_to_timestamp(whole, format);
  }

  private static void checkPattern(SparkSession spark, String key, String pattern, Column format) {
    try {
      spark.sql("select '' as text").select(try_to_timestamp(col("text"), format)).collectAsList();
    } catch (RuntimeException e) {
      throw new UserError(
          "Cannot read "
              + key
              + ".time-format: "
              + pattern
              + ": "
              + SparkMessages.of(e)
              + "; use epoch-seconds, epoch-millis, iso-8601, order"
              + " or a pattern such as dd/MM/yyyy HH:mm",
          e);
    }
  }

  private static ZoneId zone(String key, String zone) {
    try {
      return ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new UserError(
          "Cannot read " + key + ".zone: no time zone " + zone + "; use UTC, Europe/Paris …", e);
    }
  }
}
