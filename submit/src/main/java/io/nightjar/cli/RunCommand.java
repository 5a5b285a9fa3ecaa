package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Night;
import io.nightjar.night.NightResult;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whole nights, one after the other. */
@Command(
    description = {
      "Runs the whole night of a date: all jobs, the gates, the release and the report.",
      "What is there already is not repeated: after a failure, run the same command again."
    })
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private OverrideOptions overrides;

  @Option(
      names = "--allow-older",
      description = "Release the night even if a later one is released.")
  private boolean allowOlder;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Dates dates;

  @Option(
      names = "--again",
      description = "Repeat every job, even where its results are there already.")
  private boolean again;

  /** One night or several. */
  static final class Dates {
    @Option(
        names = "--date",
        paramLabel = "yyyy-MM-dd",
        description = "The night that covers all events up to the end of this day, UTC.")
    private LocalDate date;

    @ArgGroup(exclusive = false)
    private Span span;

    Stream<LocalDate> nights() {
      return date == null ? span.from.datesUntil(span.to.plusDays(1)) : Stream.of(date);
    }
  }

  /** The nights of several days. */
  static final class Span {
    @Option(
        names = "--from",
        paramLabel = "yyyy-MM-dd",
        required = true,
        description = "With --to: one night after the other, stopping at the first that fails.")
    private LocalDate from;

    @Option(
        names = "--to",
        paramLabel = "yyyy-MM-dd",
        required = true,
        description = "The last of these nights.")
    private LocalDate to;
  }

  @Override
  public Integer call() {
    if (dates.span != null && dates.span.to.isBefore(dates.span.from)) {
      throw new ParameterException(
          spec.commandLine(),
          "--to %s is before --from %s".formatted(dates.span.to, dates.span.from));
    }
    NightjarConfig config = configuration.load().config();
    config.requireSources();
    try (Workspace workspace = Workspace.openToWrite("run", config, spec.commandLine().getErr());
        ConsoleProgress progress = ConsoleProgress.of(workspace, spec.commandLine().getErr())) {
      Night night =
          new Night(
              workspace.session(),
              config,
              workspace.store(),
              progress,
              again,
              overrides.chosen(allowOlder));
      dates.nights().forEach(date -> tell(night.run(date)));
    }
    return ExitCode.DONE.code();
  }

  private void tell(NightResult result) {
    spec.commandLine().getOut().print(Summary.brief(result));
    spec.commandLine().getOut().flush();
  }
}
