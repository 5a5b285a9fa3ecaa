package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Runs commands as a process would, in this one. */
final class Shell {
  /** What a command left. */
  record Result(int code, String out, String err) {
    /** What was printed, of a command that must have ended so. */
    Result expect(ExitCode exit) {
      assertEquals(exit.code(), code, () -> out + err);
      return this;
    }
  }

  static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), args);
    return new Result(code, out.toString(), err.toString());
  }

  private Shell() {}
}
