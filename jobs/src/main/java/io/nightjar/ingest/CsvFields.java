package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.run.UserError;

/**
 * Walks over the fields of one delimited line, as RFC 4180 has it and strictly: a quoted field is
 * quoted from its first to its last character, a quote inside it is doubled, and an unquoted field
 * holds no quote. The delimiter may have several characters; the quote may be missing.
 */
final class CsvFields {
  private final String delimiter;
  private final String quote;
  private String line = "";
  private boolean quotes;
  private boolean malformed;
  private int next;
  private int start;
  private int end;
  private boolean doubled;

  CsvFields(String delimiter, String quote) {
    this.delimiter = delimiter;
    this.quote = quote;
  }

  /**
   * Checks what a source says of its fields.
   *
   * @throws UserError if delimiter and quote cannot work together
   */
  static void check(String key, FilesConfig config) {
    if (config.delimiter().isEmpty()) {
      throw new UserError("Cannot read " + key + ".delimiter: it is empty; use \",\" or \"\\t\" …");
    }
    if (config.quote().length() > 1) {
      throw new UserError(
          "Cannot read " + key + ".quote: " + config.quote() + " is not one character; use '\"'");
    }
    if (!config.quote().isEmpty() && config.delimiter().contains(config.quote())) {
      throw new UserError(
          "Cannot read "
              + key
              + ": the delimiter "
              + config.delimiter()
              + " holds the quote; set quote: \"\" if no field is quoted");
    }
  }

  /** Goes to before the first field of a line. */
  void reset(String line) {
    this.line = line;
    this.quotes = !quote.isEmpty() && line.indexOf(quote.charAt(0)) >= 0;
    this.malformed = false;
    this.next = 0;
  }

  /** Goes to the next field; false after the last one and at a misplaced quote. */
  boolean next() {
    if (malformed || next > line.length()) {
      return false;
    }
    if (quotes && line.startsWith(quote, next)) {
      return quoted();
    }
    doubled = false;
    start = next;
    end = line.indexOf(delimiter, start);
    if (end < 0) {
      end = line.length();
      next = end + 1;
    } else {
      next = end + delimiter.length();
    }
    if (quotes) {
      int misplaced = line.indexOf(quote, start);
      malformed = misplaced >= 0 && misplaced < end;
    }
    return !malformed;
  }

  private boolean quoted() {
    doubled = false;
    start = next + 1;
    end = line.indexOf(quote, start);
    while (end >= 0 && line.startsWith(quote, end + 1)) {
      doubled = true;
      end = line.indexOf(quote, end + 2);
    }
    if (end >= 0 && end + 1 == line.length()) {
      next = line.length() + 1;
    } else if (end >= 0 && line.startsWith(delimiter, end + 1)) {
      next = end + 1 + delimiter.length();
    } else {
      malformed = true;
    }
    return !malformed;
  }

  /** The text of the field. */
  String text() {
    String text = line.substring(start, end);
    return doubled ? text.replace(quote + quote, quote) : text;
  }

  /** Whether the walk ended at a quote that is not closed or out of place. */
  boolean malformed() {
    return malformed;
  }
}
