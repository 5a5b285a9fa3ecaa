package io.nightjar.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text in aligned columns. */
final class TextTable {
  private static final int WIDEST = 48;

  /** Controls, separators of lines, and what overrides the direction of text. */
  private static final Pattern UNSAFE =
      Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u202A-\\u202E\\u2066-\\u2069]");

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  /** A table with these headers; one that begins with {@code >} heads a column of numbers. */
  TextTable(String... headers) {
    this.headers = List.of(headers);
  }

  TextTable row(Object... cells) {
    rows.add(IntStream.range(0, cells.length).mapToObj(i -> clean(cells[i])).toList());
    return this;
  }

  /** The lines, each indented by two spaces. */
  String render() {
    List<String> titles = headers.stream().map(h -> h.replaceFirst("^>", "")).toList();
    List<List<String>> lines = new ArrayList<>(List.of(titles));
    lines.addAll(rows);
    int[] widths =
        IntStream.range(0, headers.size())
            .map(i -> lines.stream().mapToInt(line -> length(line.get(i))).max().orElse(0))
            .toArray();
    return lines.stream()
        .map(line -> ("  " + line(line, widths)).stripTrailing() + System.lineSeparator())
        .collect(Collectors.joining());
  }

  private String line(List<String> cells, int[] widths) {
    return IntStream.range(0, cells.size())
        .mapToObj(
            i -> {
              String space = " ".repeat(widths[i] - length(cells.get(i)));
              return headers.get(i).startsWith(">") ? space + cells.get(i) : cells.get(i) + space;
            })
        .collect(Collectors.joining("  "));
  }

  /** A cell on one line of bounded length: titles and ids are the user's, and may hold anything. */
  private static String clean(Object cell) {
    String text = cell == null ? "" : oneLine(cell.toString());
    return length(text) <= WIDEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, WIDEST - 3)) + "...";
  }

  /** Text that cannot begin a line, move a cursor, or turn what follows around. */
  static String oneLine(String text) {
    return UNSAFE.matcher(text).replaceAll("?");
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }
}
