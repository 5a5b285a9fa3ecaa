package io.nightjar.night;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/**
 * Names of runs, such as {@code 20260128T031502Z-7f3a}: they sort by when a run began, and two runs
 * of one second differ. Nothing that decides a table's content holds one.
 */
final class RunName {
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  static String at(Instant start) {
    return SECONDS.format(start) + "-" + UUID.randomUUID().toString().substring(0, 4);
  }

  private RunName() {}
}
