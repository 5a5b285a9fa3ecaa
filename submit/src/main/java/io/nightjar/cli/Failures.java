package io.nightjar.cli;

import io.nightjar.night.FullDisk;
import io.nightjar.run.Causes;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Tells the user of what went wrong, and finds the exit code for it. */
final class Failures {
  /** A mistake on the command line: its message, and where the help is. */
  static int usage(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("nightjar: " + e.getMessage());
    UnmatchedArgumentException.printSuggestions(e, err);
    err.println("See '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return ExitCode.USAGE.code();
  }

  /** Any exception of a command. */
  static int execution(Exception e, CommandLine command, ParseResult parsed) {
    return tell(e, command.getErr()).code();
  }

  /**
   * A message for a mistake of the user's, a refusal or a full disk; the whole stack trace for a
   * bug.
   */
  static ExitCode tell(Throwable error, PrintWriter err) {
    Optional<GateRefusal> refusal = Causes.first(error, GateRefusal.class);
    Optional<UserError> mistake = Causes.first(error, UserError.class);
    Optional<String> full = FullDisk.said(error);
    ExitCode exit;
    if (refusal.isPresent()) {
      err.println("nightjar: refused: " + printable(refusal.get()));
      exit = ExitCode.REFUSED;
    } else if (mistake.isPresent()) {
      err.println("nightjar: " + printable(mistake.get()));
      exit = ExitCode.INPUT;
    } else if (full.isPresent()) {
      err.println(
          "nightjar: a disk or a quota is full: "
              + TextTable.oneLine(full.get())
              + " ("
              + firstLine(error)
              + "); make room and run the same command again, which goes on where this ended");
      exit = ExitCode.FULL;
    } else {
      error.printStackTrace(err);
      err.println(
          "nightjar: this is a bug, or the cluster broke. If running it again does not help,"
              + " please report it with the lines above.");
      exit = ExitCode.BUG;
    }
    err.flush();
    return exit;
  }

  private static String firstLine(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return TextTable.oneLine(message.lines().findFirst().orElse(""));
  }

  /** Messages quote ids, paths and lines, which are the user's and may hold anything. */
  private static String printable(RuntimeException e) {
    return e.getMessage()
        .lines()
        .map(TextTable::oneLine)
        .collect(Collectors.joining(System.lineSeparator()));
  }

  private Failures() {}
}
