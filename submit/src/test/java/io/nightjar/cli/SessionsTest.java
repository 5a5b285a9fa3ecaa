package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SessionsTest {
  private static SparkSession session;

  @BeforeAll
  static void openWithHostileDefaults() {
    System.setProperty("spark.sql.session.timeZone", "Pacific/Auckland");
    System.setProperty("spark.sql.ansi.enabled", "true");
    System.setProperty("spark.ui.enabled", "false");
    System.setProperty("spark.driver.bindAddress", "127.0.0.1");
    System.setProperty("spark.driver.host", "127.0.0.1");
    session = Sessions.open("sessions test");
  }

  @AfterAll
  static void stop() {
    session.stop();
    System.clearProperty("spark.sql.session.timeZone");
    System.clearProperty("spark.sql.ansi.enabled");
  }

  static Iterable<String> mandatory() {
    return Sessions.MANDATORY.keySet();
  }

  @ParameterizedTest
  @MethodSource("mandatory")
  void everyMandatorySettingHolds(String key) {
    String expected = Sessions.MANDATORY.get(key);
    if (key.startsWith("spark.hadoop.")) {
      String hadoopKey = key.substring("spark.hadoop.".length());
      assertEquals(expected, session.sparkContext().hadoopConfiguration().get(hadoopKey));
    } else {
      assertEquals(expected, session.conf().get(key));
    }
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

  @Test
  void otherSettingsStayAsGiven() {
    SparkConf given = new SparkConf(false).set("spark.sql.shuffle.partitions", "7");
    assertEquals("7", Sessions.settings(given).get("spark.sql.shuffle.partitions"));
  }

  @Test
  void theGivenSettingsAreNotChanged() {
    SparkConf given = new SparkConf(false).set("spark.sql.session.timeZone", "CET");
    Sessions.settings(given);
    assertEquals("CET", given.get("spark.sql.session.timeZone"));
  }
}
