package io.nightjar.cli;

import io.nightjar.night.Causes;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.io.PrintWriter;
import java.util.Optional;
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

  /** A message for a mistake of the user's or a refusal; the whole stack trace for a bug. */
  static ExitCode tell(Throwable error, PrintWriter err) {
    Optional<GateRefusal> refusal = Causes.first(error, GateRefusal.class);
    Optional<UserError> mistake = Causes.first(error, UserError.class);
    ExitCode exit;
    if (refusal.isPresent()) {
      err.println("nightjar: refused: " + refusal.get().getMessage());
      exit = ExitCode.REFUSED;
    } else if (mistake.isPresent()) {
      err.println("nightjar: " + mistake.get().getMessage());
      exit = ExitCode.INPUT;
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

  private Failures() {}
}
