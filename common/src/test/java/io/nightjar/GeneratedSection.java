package io.nightjar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The part of a document that is generated, between the lines {@code <!-- generated: NAME -->} and
 * {@code <!-- end generated -->}.
 */
public final class GeneratedSection {
  private static final String END = "<!-- end generated -->";

  private GeneratedSection() {}

  /**
   * The document with a section's content replaced.
   *
   * @throws IllegalArgumentException where a marker is missing
   */
  public static String replace(String document, String name, String content) {
    String begin = "<!-- generated: " + name + " -->";
    int from = document.indexOf(begin);
    int to = document.indexOf(END, Math.max(0, from));
    if (from < 0 || to < 0) {
      throw new IllegalArgumentException(
          "The document needs the line %s and, below it, %s".formatted(begin, END));
    }
    String inside = document.substring(from + begin.length(), to);
    if (inside.contains("<!-- generated: ")) {
      throw new IllegalArgumentException(
          "The section %s needs the line %s at its end".formatted(begin, END));
    }
    return document.substring(0, from + begin.length())
        + "\n\n"
        + content.strip()
        + "\n\n"
        + document.substring(to);
  }

  /**
   * Checks that a file's section is what would be generated now; with {@code
   * -Dnightjar.refresh=true} writes it instead.
   *
   * @param refresh the command that brings the section up to date, for the message
   * @throws AssertionError where the section is stale
   */
  public static void check(Path file, String name, String content, String refresh)
      throws IOException {
    String document = Files.readString(file);
    String fresh = replace(document, name, content);
    if (Boolean.getBoolean("nightjar.refresh")) {
      Files.writeString(file, fresh);
    } else if (!fresh.equals(document)) {
      throw new AssertionError(
          "The section %s of %s is stale. To refresh it: %s"
              .formatted(name, file.getFileName(), refresh));
    }
  }
}
