package io.nightjar.cli;

import io.nightjar.config.ConfigText;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.ProtocolConfig;
import io.nightjar.night.Stage;
import io.nightjar.protocol.ProtocolResult;
import io.nightjar.protocol.ProtocolRun;
import io.nightjar.run.Job;
import io.nightjar.run.Overrides;
import io.nightjar.store.Lane;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Measures the lists of a night, or of all recipes of a protocol. */
@Command
final class EvaluateCommand implements Callable<Integer> {
  private final Job job;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Subject subject;

  @Option(names = "--again", description = "Repeat it even where its results are there already.")
  private boolean again;

  /** What is measured. */
  static final class Subject {
    @Option(
        names = "--date",
        paramLabel = "yyyy-MM-dd",
        description = "The night that covers all events up to the end of this day, UTC.")
    private LocalDate date;

    @Option(
        names = "--protocol",
        paramLabel = "FILE",
        description =
            "A configuration with a section protocol: measures each of its recipes, and prints them"
                + " as a table. See conf/examples/tables.")
    private String protocol;
  }

  EvaluateCommand(Job job) {
    this.job = job;
  }

  @Override
  public Integer call() {
    if (again && subject.protocol != null) {
      throw new ParameterException(
          spec.commandLine(), "--again goes with --date; for a protocol name a new --warehouse");
    }
    return subject.protocol == null
        ? JobCommand.run(
            spec,
            configuration.load().config(),
            new Stage(job, Lane.HOLDOUT),
            subject.date,
            again,
            Overrides.NONE)
        : protocol(ConfigText.read(subject.protocol));
  }

  private int protocol(ConfigText file) {
    NightjarConfig config = configuration.load(List.of(file)).config();
    PrintWriter err = spec.commandLine().getErr();
    try (Workspace workspace =
            Workspace.openToWrite("evaluate", config, spec.commandLine().getErr());
        ConsoleProgress progress = ConsoleProgress.of(workspace, err)) {
      ProtocolResult result =
          new ProtocolRun(
                  workspace.session(),
                  settings -> configuration.under(file, settings),
                  progress,
                  err::println)
              .run();
      spec.commandLine().getOut().print(render(config.protocol(), result));
    }
    return ExitCode.DONE.code();
  }

  /** Our rows, then those of others. */
  static String render(ProtocolConfig protocol, ProtocolResult result) {
    List<String> headers = new ArrayList<>(List.of("recipe"));
    result.metrics().forEach(metric -> headers.add(">" + metric));
    headers.addAll(List.of(">runs", ">seconds", "source"));
    TextTable table = new TextTable(headers.toArray(String[]::new));
    for (ProtocolResult.Row row : result.recipes()) {
      List<Object> cells = new ArrayList<>(List.of(row.name()));
      row.values().forEach(value -> cells.add(text(value, row.runs())));
      cells.addAll(List.of(row.runs(), number("%.1f", row.seconds()), ""));
      table.row(cells.toArray());
    }
    protocol
        .published()
        .forEach(
            (name, row) ->
                table.row(
                    Stream.of(
                            Stream.of(name),
                            row.values().stream().map(value -> number("%.4f", value)),
                            Stream.of("", "", row.source()))
                        .flatMap(cells -> cells)
                        .toArray()));
    String ranked =
        result.candidates() ? "given candidates alone are ranked" : "the whole catalogue is ranked";
    return "%s%n%s; means over %,d users%n%s"
        .formatted(protocol.title(), ranked, result.usersEvaluated(), table.render());
  }

  private static String text(ProtocolResult.Value value, int runs) {
    String told = number("%.4f", value.told());
    return runs == 1
        ? told
        : "%s (%s-%s)".formatted(told, number("%.4f", value.low()), number("%.4f", value.high()));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
