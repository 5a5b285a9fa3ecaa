package io.nightjar.ingest;

import java.util.regex.Pattern;

/** What Spark says of a mistake, without its codes and plans. */
final class SparkMessages {
  private static final Pattern CODE = Pattern.compile("^\\[[A-Z0-9_.]+\\] *");
  private static final Pattern STATE = Pattern.compile(" *SQLSTATE: .*$");

  private SparkMessages() {}

  /** The first line of an exception's message. */
  static String of(Throwable e) {
    String message = String.valueOf(e.getMessage()).strip();
    String line = message.lines().findFirst().orElse("");
    return STATE.matcher(CODE.matcher(line).replaceFirst("")).replaceFirst("");
  }
}
