package io.nightjar.ingest;

import java.util.Locale;

/**
 * Why a row is quarantined. A row has exactly one reason: the first one that applies, in the order
 * of this enum.
 */
public enum Reason {
  /** The line has more bytes than {@code ingest.max-line-bytes}; it is kept cut to that length. */
  LINE_TOO_LONG,
  /**
   * The bytes, or the characters a JSON escape stands for, are not text in the source's charset.
   */
  INVALID_ENCODING,
  /** A quote that is not closed, or stands where none may: one row is one line. */
  MALFORMED_QUOTE,
  /** More or fewer fields than the file has columns. */
  COLUMN_COUNT,
  /** Not exactly one JSON object, or one that names a field twice. */
  MALFORMED_JSON,
  /** The user has been erased from the warehouse; of the row nothing is kept. */
  ERASED_USER,
  /** The user's id is missing, empty or white space. */
  BLANK_USER,
  /** The item's id is missing, empty or white space. */
  BLANK_ITEM,
  /** An id holds one of the characters U+0000 to U+001F. */
  CONTROL_CHARACTER,
  /** An id has more bytes than {@code ingest.max-id-bytes}. */
  ID_TOO_LONG,
  /** The event's type is not named in {@code prepare.events}. */
  UNKNOWN_EVENT,
  /** The event's value is there, but is no finite decimal number. */
  BAD_VALUE,
  /** The time is missing, not in the source's format, or outside the years 1970 to 9999. */
  BAD_TIME,
  /** The event lies after the end of the logical date, UTC. */
  FUTURE_TIME,
  /** The availability is none of true, false, yes, no, 1, 0 or empty. */
  BAD_AVAILABLE;

  private final String code = name().toLowerCase(Locale.ROOT);

  /** The reason as the quarantine table spells it, such as {@code blank_user}. */
  public String code() {
    return code;
  }
}
