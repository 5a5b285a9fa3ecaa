package io.nightjar.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the process's exit code says. */
enum ExitCode {
  DONE(0, "Done."),
  USAGE(1, "The command line is not right."),
  INPUT(2, "The input or the configuration is not right; the message says what to mend."),
  BUG(3, "A bug, or a cluster that broke; the stack trace is printed."),
  REFUSED(4, "A gate refused the night; nothing was released, and what is served stays."),
  FULL(5, "A disk or a quota is full; what is served stays. Make room, and run it again.");

  private final int code;
  private final String meaning;

  ExitCode(int code, String meaning) {
    this.code = code;
    this.meaning = meaning;
  }

  int code() {
    return code;
  }

  /** All codes with their meanings, for the help. */
  static Map<String, String> meanings() {
    Map<String, String> meanings = new LinkedHashMap<>();
    for (ExitCode exit : values()) {
      meanings.put(String.valueOf(exit.code), exit.meaning);
    }
    return meanings;
  }

  /** All codes with their meanings, as a Markdown table. */
  static String markdown() {
    StringBuilder table = new StringBuilder("| Code | Meaning |\n|---|---|\n");
    meanings().forEach((code, meaning) -> table.append("| %s | %s |\n".formatted(code, meaning)));
    return table.toString();
  }
}
