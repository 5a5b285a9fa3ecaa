package io.nightjar.cli;

import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A log to try things on. */
@Command(
    description = {
      "Writes an interaction log with planted tastes, and catalogues of its users and items.",
      "The same options give the same bytes, on any machine."
    })
final class GenerateCommand implements Callable<Integer> {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Spec private CommandSpec spec;

  @Option(names = "--users", defaultValue = "1000", description = "Number of users." + DEFAULT)
  private int users;

  @Option(names = "--items", defaultValue = "500", description = "Number of items." + DEFAULT)
  private int items;

  @Option(names = "--days", defaultValue = "28", description = "Days of the log." + DEFAULT)
  private int days;

  @Option(
      names = "--events",
      defaultValue = "50000",
      description = "Good events, each once." + DEFAULT)
  private long events;

  @Option(names = "--seed", defaultValue = "42", description = "Another, another world." + DEFAULT)
  private long seed;

  @Option(
      names = "--start",
      paramLabel = "yyyy-MM-dd",
      defaultValue = "2026-01-01",
      description = "The first day." + DEFAULT)
  private LocalDate start;

  @Option(
      names = "--malformed",
      paramLabel = "SHARE",
      defaultValue = "0",
      description = "Malformed lines for each good event, 0 to 1." + DEFAULT)
  private double malformed;

  @Option(
      names = "--files-per-day",
      paramLabel = "COUNT",
      description = "Files that a day is written as. Default: one for each million events.")
  private Integer filesPerDay;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "A folder without a log in it, on any file system that Hadoop knows.")
  private String out;

  @Override
  public Integer call() throws IOException {
    int files = filesPerDay == null ? Generator.Spec.filesPerDay(events, days) : filesPerDay;
    Generator.Spec world =
        new Generator.Spec(users, items, days, events, seed, start, malformed, files);
    try (Sessions.Session session = Sessions.open("nightjar generate")) {
      Map<String, Long> lines = LogWriter.write(session.spark(), world, out);
      TextTable table = new TextTable("what ingest must count", ">lines");
      lines.forEach((outcome, count) -> table.row(outcome, "%,d".formatted(count)));
      spec.commandLine().getOut().print(table.render());
      spec.commandLine().getOut().println("Written to " + out);
    }
    return ExitCode.DONE.code();
  }
}
