package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.run.UserError;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimesTest {
  private static Instant parse(SparkSession spark, String text, String format, String zone) {
    Column parsed = EventTimes.parse(spark, "key", functions.col("value"), format, zone);
    Column time = functions.when(functions.not(EventTimes.outside(parsed)), parsed);
    Row row =
        spark
            .createDataset(List.of(text), Encoders.STRING())
            .select(functions.unix_micros(time))
            .first();
    return row.isNullAt(0) ? null : Instant.EPOCH.plus(row.getLong(0), ChronoUnit.MICROS);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "epoch-seconds, 0, 1970-01-01T00:00:00Z",
        "epoch-seconds, 1767225600, 2026-01-01T00:00:00Z",
        "epoch-seconds, 1767225600.25, 2026-01-01T00:00:00.25Z",
        "epoch-seconds, 1.7672256E9, 2026-01-01T00:00:00Z",
        "epoch-seconds, 253402300799, 9999-12-31T23:59:59Z",
        "epoch-seconds, 253402300800, -",
        "epoch-seconds, -1, -",
        "epoch-seconds, 1767225600000, -",
        "epoch-seconds, 99999999999999999999, -",
        "epoch-seconds, NaN, -",
        "epoch-seconds, 2026-01-01, -",
        "epoch-seconds, '', -",
        "epoch-millis, 1767225600123, 2026-01-01T00:00:00.123Z",
        "epoch-millis, 1767225600123.5, 2026-01-01T00:00:00.123500Z",
        "epoch-millis, 9223372036854775807, -",
        "order, 17, 1970-01-01T00:00:17Z",
        "order, -1, -",
        "order, 1.5, -",
        "iso-8601, 2026-01-01, 2025-12-31T23:00:00Z",
        "iso-8601, 2026-07-01T10:00, 2026-07-01T08:00:00Z",
        "iso-8601, 2026-07-01T10:00-01:00, 2026-07-01T11:00:00Z",
        "iso-8601, 2026-07-01 10:00Z, 2026-07-01T10:00:00Z",
        "iso-8601, 2026-01-01 10:00:00.1234567, 2026-01-01T09:00:00.123456Z",
        "iso-8601, 2026-01-01T10:00:00Z, 2026-01-01T10:00:00Z",
        "iso-8601, 2026-01-01 10:00:00 UTC, 2026-01-01T10:00:00Z",
        "iso-8601, 2026-01-01T10:00:00+05:30, 2026-01-01T04:30:00Z",
        "iso-8601, 2026-01-01T10:00:00-0530, 2026-01-01T15:30:00Z",
        "iso-8601, 2026-01-01T10:00:00+02, 2026-01-01T08:00:00Z",
        "iso-8601, 2026-01-01T10:00:00.5-00:30, 2026-01-01T10:30:00.500Z",
        "iso-8601, 2026-01-01T10:00:00.123456789Z, 2026-01-01T10:00:00.123456Z",
        "iso-8601, 2024-02-29T10:00UTC, 2024-02-29T10:00:00Z",
        "iso-8601, 2026-02-29T10:00Z, -",
        "iso-8601, 2026-01-01T10:00:60Z, -",
        "iso-8601, 2026-01-01T10:00:00.Z, -",
        "iso-8601, 2026-01-01T10:00:00.1234567890Z, -",
        "iso-8601, 2026-01-01T10:00:00+18:01, -",
        "iso-8601, 2026-01-01T10:00:00+5:30, -",
        "iso-8601, 2026-01-01T10:00:00z, -",
        "iso-8601, 2026-01-01T10:00:0, -",
        "iso-8601, 2026-01-01T10:00:, -",
        "iso-8601, 2026-01-01T, -",
        "iso-8601, 2026/01/01, -",
        "iso-8601, 12:30, -",
        "iso-8601, 2026, -",
        "iso-8601, 2026-01, -",
        "iso-8601, 2026-1-1, -",
        "iso-8601, 2026-13-01, -",
        "iso-8601, 2026-01-01T24:00, -",
        "iso-8601, 2026-01-01T10:00:00 Europe/Paris, -",
        "iso-8601, 1969-12-31, -",
        "iso-8601, now, -",
        "dd/MM/yyyy HH:mm, 01/02/2026 10:30, 2026-02-01T09:30:00Z",
        "dd/MM/yyyy, 31/01/2026, 2026-01-30T23:00:00Z",
        "dd/MM/yyyy, 31/02/2026, -",
        "dd/MM/yyyy, 2026-01-31, -",
        "yyyy-MM-dd HH:mm:ss XXX, 2026-01-01 10:00:00 +05:00, 2026-01-01T05:00:00Z",
        "yyyy-MM-dd'Z'HH, 2026-01-01Z10, 2026-01-01T09:00:00Z",
      })
  void formats(String format, String text, Instant expected) {
    assertEquals(expected, parse(SharedSpark.session(), text, format, "Europe/Paris"));
  }

  @ParameterizedTest
  @CsvSource({
    "iso-8601, 2026-01-01T10:00:00",
    "yyyy-MM-dd'T'HH:mm:ss, 2026-01-01T10:00:00",
    "epoch-seconds, 1767261600"
  })
  void zoneOfTheSessionDoesNotMatter(String format, String text) {
    SparkSession spark = SharedSpark.session().newSession();
    spark.conf().set("spark.sql.session.timeZone", "America/New_York");
    spark.conf().set("spark.sql.ansi.enabled", "false");
    assertEquals(Instant.parse("2026-01-01T10:00:00Z"), parse(spark, text, format, "UTC"));
  }

  @ParameterizedTest
  @CsvSource({"epoch_seconds, UTC, key.time-format", "iso-8601, Mars/Phobos, key.zone"})
  void mistakes(String format, String zone, String key) {
    UserError e =
        assertThrows(UserError.class, () -> parse(SharedSpark.session(), "x", format, zone));
    assertTrue(e.getMessage().startsWith("Cannot read " + key + ": "), e.getMessage());
  }

  @Test
  void summerTimeGapIsStillATime() {
    assertEquals(
        Instant.parse("2026-03-29T01:30:00Z"),
        parse(SharedSpark.session(), "2026-03-29T02:30:00", "iso-8601", "Europe/Paris"));
  }
}
