package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;

/**
 * The ways in which a line of a log can be broken, each with the one reason for which ingest must
 * refuse it.
 *
 * <p>A kind breaks one thing and leaves the rest of the line good; the whole garbage alone breaks
 * more, and bytes that are no text come first. Fields are those of the generated log: user, item,
 * event, value, time, device.
 */
@SuppressWarnings(
    "ImmutableEnumChecker") // The functions hold nothing, and a Charset never changes.
public enum MalformedKind {
  /** The last columns are missing, as in a file cut short. */
  TOO_FEW_COLUMNS("column_count", (fields, salt) -> Csv.line(fields.subList(0, 1 + salt % 5))),

  /** Columns that no header names, as when a writer adds one. */
  TOO_MANY_COLUMNS(
      "column_count", (fields, salt) -> Csv.line(fields) + ",extra".repeat(1 + salt % 3)),

  /** A quote opens and never closes. */
  UNTERMINATED_QUOTE(
      "malformed_quote", (fields, salt) -> '"' + String.join(",", fields).replace("\"", "")),

  /** No user: an empty field, or spaces alone. */
  BLANK_USER("blank_user", (fields, salt) -> with(fields, 0, " ".repeat(salt % 3))),

  /** No item: an empty field, or spaces alone. */
  BLANK_ITEM("blank_item", (fields, salt) -> with(fields, 1, " ".repeat(salt % 3))),

  /** A type of event that no configuration names; case matters. */
  UNKNOWN_EVENT("unknown_event", (fields, salt) -> with(fields, 2, one(salt, "teleport", "VIEW"))),

  /** A time that is none: words, a 30th of February, an hour 25, nothing. */
  BAD_TIME(
      "bad_time",
      (fields, salt) ->
          with(
              fields,
              4,
              one(salt, "yesterday", "2026-02-30T10:00:00Z", "2026-01-05T25:00:00Z", ""))),

  /** A time long after the log's last day. */
  FUTURE_TIME(
      "future_time", (fields, salt) -> with(fields, 4, (2900 + salt % 100) + "-06-01T12:00:00Z")),

  /** A value that is no number. */
  VALUE_NOT_A_NUMBER(
      "bad_value",
      (fields, salt) -> with(fields, 3, one(salt, "many", "1.2.3", "0x1F", "4 stars"))),

  /** A value of NaN, which would spoil every sum it enters. */
  VALUE_NAN("bad_value", (fields, salt) -> with(fields, 3, "NaN")),

  /** A value of infinity, spelled out or past the largest double. */
  VALUE_INFINITE(
      "bad_value",
      (fields, salt) -> with(fields, 3, one(salt, "Infinity", "-Infinity", "1e999", "-1e999"))),

  /** A NUL character inside the user's or the item's id. */
  NUL_IN_ID(
      "control_character",
      (fields, salt) -> with(fields, salt % 2, "nul\u0000" + fields.get(salt % 2))),

  /** Bytes that are not UTF-8 inside the user's id: Latin-1, as old exports have it. */
  INVALID_UTF8("invalid_encoding", (fields, salt) -> with(fields, 0, "j\u00fcrgen"), ISO_8859_1),

  /** An id of more than 4096 bytes. */
  ID_TOO_LONG(
      "id_too_long", (fields, salt) -> with(fields, salt % 2, "x".repeat(4097 + salt % 512))),

  /** A line of more than 1 MiB: an endless device name. */
  LINE_TOO_LONG(
      "line_too_long", (fields, salt) -> with(fields, 5, "x".repeat((1 << 20) + 1 + salt % 512))),

  /** Bytes of anything, such as a compressed page in the middle of a text. */
  BINARY_GARBAGE("invalid_encoding", (fields, salt) -> garbage(salt), ISO_8859_1);

  /** Of so many broken lines in a log one is over-long, or a log would hold little else. */
  private static final int OVER_LONG_ONE_IN = 1000;

  private static final List<MalformedKind> SHORT = shortKinds();

  private final String reason;
  private final BiFunction<List<String>, Integer, String> text;
  private final Charset charset;

  MalformedKind(String reason, BiFunction<List<String>, Integer, String> text) {
    this(reason, text, UTF_8);
  }

  MalformedKind(String reason, BiFunction<List<String>, Integer, String> text, Charset charset) {
    this.reason = reason;
    this.text = text;
    this.charset = charset;
  }

  /** The one reason for which ingest refuses such a line, such as {@code bad_time}. */
  public String reason() {
    return reason;
  }

  /**
   * A broken line made from a good one.
   *
   * @param fields the six fields of a good line: user, item, event, value, time, device
   * @param salt chooses among variants; 0 or above. The same fields and salt give the same bytes
   * @return the line's bytes without its end; they hold neither CR nor LF
   */
  public byte[] spoil(List<String> fields, int salt) {
    return text.apply(fields, salt).getBytes(charset);
  }

  /** The kind of a log's next broken line. */
  static MalformedKind draw(Draws draws) {
    return draws.below(OVER_LONG_ONE_IN) == 0
        ? LINE_TOO_LONG
        : SHORT.get(draws.below(SHORT.size()));
  }

  private static List<MalformedKind> shortKinds() {
    List<MalformedKind> kinds = new ArrayList<>(List.of(values()));
    kinds.remove(LINE_TOO_LONG);
    return List.copyOf(kinds);
  }

  private static String with(List<String> fields, int column, String text) {
    List<String> changed = new ArrayList<>(fields);
    changed.set(column, text);
    return Csv.line(changed);
  }

  private static String one(int salt, String... variants) {
    return variants[salt % variants.length];
  }

  /** One char a byte; the first is never part of UTF-8. */
  private static String garbage(int salt) {
    Draws draws = new Draws(salt);
    StringBuilder bytes = new StringBuilder("\u00ff");
    for (int left = 16 + draws.below(120); left > 0; left--) {
      char any = (char) draws.below(256);
      bytes.append(any == '\n' || any == '\r' ? '\0' : any);
    }
    return bytes.toString();
  }
}
