package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A reader of comma-separated events by regular expressions, written for tests alone. */
final class OtherReader {
  private static final Pattern LINE = Pattern.compile("(?s)F(,F)*".replace("F", field()));
  private static final Pattern FIELD = Pattern.compile("(?s),(" + field() + ")");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern TIME =
      Pattern.compile(
          "(?<date>[0-9]{4}-[0-9]{2}-[0-9]{2})"
              + "([T ](?<time>[0-9]{2}:[0-9]{2}(:[0-9]{2}(\\.[0-9]{1,9})?)?)"
              + "( ?UTC|Z|(?<offset>[+-][0-9]{2}(:?[0-9]{2})?))?)?");

  /** What becomes of a line: {@code good [values]}, or the reason and the bytes that are kept. */
  static String outcome(byte[] bytes) {
    if (bytes.length > 200) {
      return bad("line_too_long", bytes);
    }
    String line;
    try {
      line = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return bad("invalid_encoding", bytes);
    }
    if (!LINE.matcher(line).matches()) {
      return bad("malformed_quote", bytes);
    }
    List<String> fields =
        FIELD.matcher("," + line).results().map(found -> unquoted(found.group(1))).toList();
    if (fields.size() != 5) {
      return bad("column_count", bytes);
    }
    String reason = reason(fields);
    return reason == null
        ? good(
            fields.get(0),
            fields.get(1),
            fields.get(2),
            fields.get(3).isEmpty() ? null : Double.parseDouble(fields.get(3)) + 0.0,
            ChronoUnit.MICROS.between(Instant.EPOCH, time(fields.get(4))))
        : bad(reason, bytes);
  }

  private static String unquoted(String field) {
    return field.startsWith("\"")
        ? field.substring(1, field.length() - 1).replace("\"\"", "\"")
        : field;
  }

  private static String reason(List<String> fields) {
    String user = fields.get(0);
    String item = fields.get(1);
    String value = fields.get(3);
    if (blank(user)) {
      return "blank_user";
    } else if (blank(item)) {
      return "blank_item";
    } else if ((user + item).chars().anyMatch(c -> c < ' ')) {
      return "control_character";
    } else if (Math.max(user.getBytes(UTF_8).length, item.getBytes(UTF_8).length) > 12) {
      return "id_too_long";
    } else if (!Fixture.TYPES.contains(fields.get(2))) {
      return "unknown_event";
    } else if (!value.isEmpty()
        && !(NUMBER.matcher(value).matches() && Double.isFinite(Double.parseDouble(value)))) {
      return "bad_value";
    }
    Instant time = time(fields.get(4));
    if (time == null || time.isBefore(Instant.EPOCH) || time.getEpochSecond() >= 253402300800L) {
      return "bad_time";
    }
    return time.isBefore(Instant.parse("2026-02-01T00:00:00Z")) ? null : "future_time";
  }

  private static boolean blank(String id) {
    return id.codePoints()
        .allMatch(c -> Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85);
  }

  private static Instant time(String text) {
    Matcher found = TIME.matcher(text);
    if (!found.matches()) {
      return null;
    }
    try {
      String time = found.group("time") == null ? "00:00" : found.group("time");
      String offset = found.group("offset") == null ? "Z" : found.group("offset");
      return LocalDateTime.parse(found.group("date") + "T" + time).toInstant(ZoneOffset.of(offset));
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** A good line. */
  static String good(Object... values) {
    return "good " + Arrays.toString(values);
  }

  /** A line that is too long is kept cut. */
  static String bad(String reason, byte[] line) {
    return reason + " " + HexFormat.of().formatHex(line, 0, Math.min(line.length, 200));
  }

  private static String field() {
    return "(?:\"(?:[^\"]|\"\")*\"|[^\",]*)";
  }

  private OtherReader() {}
}
