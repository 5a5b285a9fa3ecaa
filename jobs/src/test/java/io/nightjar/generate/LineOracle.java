package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A strict reader of one line, written for these tests alone: the reason of refusal. */
final class LineOracle {
  private static final Set<String> EVENTS = Set.of("view", "cart", "purchase", "rating");

  static String reason(byte[] bytes, Instant end) {
    if (bytes.length > 1 << 20) {
      return "line_too_long";
    }
    String line;
    try {
      line = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "invalid_encoding";
    }
    List<String> fields = split(line);
    if (fields.isEmpty()) {
      return "malformed_quote";
    }
    return fields.size() == 6 ? reason(fields, end) : "column_count";
  }

  private static String reason(List<String> fields, Instant end) {
    for (int column = 0; column < 2; column++) {
      String id = fields.get(column);
      if (id.isBlank()) {
        return column == 0 ? "blank_user" : "blank_item";
      }
      if (id.chars().anyMatch(Character::isISOControl)) {
        return "control_character";
      }
      if (id.getBytes(UTF_8).length > 4096) {
        return "id_too_long";
      }
    }
    if (!EVENTS.contains(fields.get(2))) {
      return "unknown_event";
    }
    try {
      if (!Instant.parse(fields.get(4)).isBefore(end)) {
        return "future_time";
      }
    } catch (DateTimeException e) {
      return "bad_time";
    }
    return finite(fields.get(3)) ? "accepted" : "bad_value";
  }

  private static boolean finite(String value) {
    try {
      return value.isEmpty() || Double.isFinite(Double.parseDouble(value));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  /** The fields by RFC 4180; none where its quotes are broken. */
  static List<String> split(String line) {
    List<String> fields = new ArrayList<>();
    int at = 0;
    do {
      StringBuilder field = new StringBuilder();
      if (at < line.length() && line.charAt(at) == '"') {
        int close = line.indexOf('"', at + 1);
        while (close >= 0 && close + 1 < line.length() && line.charAt(close + 1) == '"') {
          field.append(line, at + 1, close + 1);
          at = close + 1;
          close = line.indexOf('"', at + 1);
        }
        if (close < 0 || (close + 1 < line.length() && line.charAt(close + 1) != ',')) {
          return List.of();
        }
        field.append(line, at + 1, close);
        at = close + 1;
      } else {
        int comma = line.indexOf(',', at);
        int end = comma < 0 ? line.length() : comma;
        field.append(line, at, end);
        at = end;
      }
      fields.add(field.toString());
    } while (at++ < line.length());
    return fields;
  }

  private LineOracle() {}
}
