package io.nightjar.generate;

import java.util.List;
import java.util.stream.Collectors;

/** Lines as RFC 4180 has them. */
final class Csv {
  /** A line without its end. */
  static String line(List<String> fields) {
    return fields.stream().map(Csv::field).collect(Collectors.joining(","));
  }

  private static String field(String text) {
    boolean quoted = text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return quoted ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  private Csv() {}
}
