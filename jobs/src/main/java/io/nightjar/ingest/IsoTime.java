package io.nightjar.ingest;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.apache.spark.sql.api.java.UDF1;

/**
 * Parses ISO-8601 text: a calendar date, or one with a time to the minute, second or fraction, and
 * perhaps an offset.
 *
 * @param zone of texts that name no offset
 */
record IsoTime(ZoneId zone) implements UDF1<String, Long> {
  private static final int DATE = 10;
  private static final int MINUTES = 16;
  private static final int SECONDS = 19;

  /** Microseconds since 1970, or null where the text is no such time. */
  @Override
  public Long call(String text) {
    if (text == null || !isDate(text)) {
      return null;
    }
    if (text.length() == DATE) {
      return micros(text, 0, 0, 0, 0, zone);
    }
    if (!isMinutes(text)) {
      return null;
    }
    int hour = number(text, 11, 2);
    int minute = number(text, 14, 2);
    if (text.length() == MINUTES || text.charAt(MINUTES) != ':') {
      return micros(text, hour, minute, 0, 0, offset(text, MINUTES));
    }
    if (!digits(text, MINUTES + 1, 2)) {
      return null;
    }
    int fraction = 0;
    int end = SECONDS;
    if (text.length() > SECONDS && text.charAt(SECONDS) == '.') {
      end++;
      while (end < text.length() && end <= SECONDS + 9 && isDigit(text.charAt(end))) {
        end++;
      }
      if (end == SECONDS + 1) {
        return null;
      }
      for (int digit = SECONDS + 1; digit <= SECONDS + 6; digit++) {
        fraction = 10 * fraction + (digit < end ? text.charAt(digit) - '0' : 0);
      }
    }
    return micros(text, hour, minute, number(text, 17, 2), fraction, offset(text, end));
  }

  private static boolean isDate(String text) {
    return digits(text, 0, 4)
        && digits(text, 5, 2)
        && digits(text, 8, 2)
        && text.charAt(4) == '-'
        && text.charAt(7) == '-';
  }

  private static boolean isMinutes(String text) {
    return digits(text, 11, 2)
        && digits(text, 14, 2)
        && (text.charAt(10) == 'T' || text.charAt(10) == ' ')
        && text.charAt(13) == ':';
  }

  private static Long micros(
      String text, int hour, int minute, int second, int micro, ZoneId zone) {
    if (zone == null) {
      return null;
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(
              number(text, 0, 4), number(text, 5, 2), number(text, 8, 2), hour, minute, second);
      long seconds =
          zone instanceof ZoneOffset offset
              ? time.toEpochSecond(offset)
              : time.atZone(zone).toEpochSecond();
      return seconds * 1_000_000 + micro;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** What the end of a text says of the zone; null where it says nothing that is known. */
  private ZoneId offset(String text, int from) {
    int length = text.length() - from;
    if (length == 0) {
      return zone;
    }
    String rest = text.substring(from);
    if (rest.equals("Z") || rest.equals("UTC") || rest.equals(" UTC")) {
      return ZoneOffset.UTC;
    }
    boolean signed = rest.charAt(0) == '+' || rest.charAt(0) == '-';
    boolean known =
        switch (length) {
          case 3 -> digits(rest, 1, 2);
          case 5 -> digits(rest, 1, 4);
          case 6 -> digits(rest, 1, 2) && rest.charAt(3) == ':' && digits(rest, 4, 2);
          default -> false;
        };
    try {
      return signed && known ? ZoneOffset.of(rest) : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static boolean digits(String text, int from, int count) {
    if (text.length() < from + count) {
      return false;
    }
    for (int i = from; i < from + count; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int number(String text, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      number = 10 * number + text.charAt(i) - '0';
    }
    return number;
  }
}
