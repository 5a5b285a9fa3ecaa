package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.run.SparkSettings;
import org.apache.parquet.hadoop.ParquetInputFormat;
import org.apache.parquet.hadoop.ParquetOutputFormat;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SessionsTest {
  private static SparkSession session;

  @BeforeAll
  static void openSessionWithTheSqlSettings() {
    session = SharedSpark.session().newSession();
    session.conf().set("spark.sql.session.timeZone", "Pacific/Auckland");
    session.conf().set("spark.sql.ansi.enabled", "true");
    SparkSettings.MANDATORY.forEach(
        (key, value) -> {
          if (key.startsWith("spark.sql.")) {
            session.conf().set(key, value);
          }
        });
  }

  static Iterable<String> mandatory() {
    return SparkSettings.MANDATORY.keySet();
  }

  @ParameterizedTest
  @MethodSource("mandatory")
  void aMandatorySettingWinsOverTheClusters(String key) {
    SparkConf given = new SparkConf(false).set(key, "something else");
    assertEquals(SparkSettings.MANDATORY.get(key), Sessions.settings(given).get(key));
    assertEquals("something else", given.get(key), "the given settings are not changed");
  }

  @Test
  void otherSettingsStayAsGiven() {
    SparkConf given = new SparkConf(false).set("spark.sql.shuffle.partitions", "7");
    assertEquals("7", Sessions.settings(given).get("spark.sql.shuffle.partitions"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ParquetInputFormat.PAGE_VERIFY_CHECKSUM_ENABLED,
        ParquetOutputFormat.BLOCK_SIZE,
        ParquetOutputFormat.PAGE_SIZE,
        ParquetOutputFormat.PAGE_ROW_COUNT_LIMIT,
        ParquetOutputFormat.MAX_PADDING_BYTES
      })
  void keysAreSpelledAsParquetSpellsThem(String key) {
    assertTrue(SparkSettings.MANDATORY.containsKey("spark.hadoop." + key), key);
  }

  @Test
  void daysAreThoseOfUtc() {
    assertEquals(
        "1970-01-01", session.sql("SELECT string(date(timestamp_seconds(86399)))").head().get(0));
  }

  @Test
  void aBadCastIsANull() {
    assertTrue(session.sql("SELECT int('many')").head().isNullAt(0));
  }
}
