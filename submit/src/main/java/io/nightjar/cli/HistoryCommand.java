package io.nightjar.cli;

import io.nightjar.night.ReleasedTables;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The releases of a warehouse. */
@Command(description = "Lists the releases, oldest first; the last one is served.")
final class HistoryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--last",
      paramLabel = "COUNT",
      defaultValue = "20",
      description = "How many to list. Default: ${DEFAULT-VALUE}.")
  private int last;

  @Option(
      names = "--paths",
      paramLabel = "TABLE",
      description =
          "Instead, the Parquet files of this table in the release that is served, one a line, for"
              + " other engines to read.")
  private Table paths;

  @Override
  public Integer call() {
    try (Workspace workspace = Workspace.open("history", configuration.load().config())) {
      PrintWriter out = spec.commandLine().getOut();
      if (paths == null) {
        out.print(releases(workspace.store()));
      } else {
        paths(workspace.store()).forEach(out::println);
      }
    }
    return ExitCode.DONE.code();
  }

  private String releases(SnapshotStore store) {
    List<Releases.Numbered> all = store.releases().all();
    if (all.isEmpty()) {
      return "Nothing has been released." + System.lineSeparator();
    }
    TextTable table =
        new TextTable(
            ">release", "night", "note", "released at", ">lists", ">ndcg", ">popularity", "run");
    List<Releases.Numbered> shown = all.subList(Math.max(0, all.size() - last), all.size());
    for (Releases.Numbered numbered : shown) {
      Release release = numbered.release();
      List<String> found = found(new ReleasedTables(store, release));
      table.row(
          numbered.number(),
          release.date(),
          release.note(),
          release.committedAt().replaceFirst("\\.\\d+Z$", "Z"),
          found.get(0),
          found.get(1),
          found.get(2),
          release.run());
    }
    return table.render()
        + shown.stream().map(HistoryCommand::overrides).collect(Collectors.joining());
  }

  /** Number of lists, and quality of the blend and of popularity. */
  private static List<String> found(ReleasedTables tables) {
    try {
      Metrics metrics =
          tables
              .find(Table.METRICS)
              .map(snapshot -> Metrics.of(tables.store().read(snapshot)))
              .orElse(new Metrics(List.of()));
      String lists =
          tables
              .find(Table.RECOMMENDATIONS)
              .map(snapshot -> "%,d".formatted(snapshot.manifest().rows()))
              .orElse("");
      return List.of(lists, metrics.served(), metrics.baseline());
    } catch (UserError e) {
      // The way back to a sound release must not end here; `verify` tells what is wrong.
      return List.of("damaged", "", "");
    }
  }

  /** Whole reasons, for which a column is too narrow. */
  private static String overrides(Releases.Numbered numbered) {
    return numbered.release().overrides().entrySet().stream()
        .map(
            gate ->
                "Release %d, despite %s: %s%n"
                    .formatted(
                        numbered.number(), gate.getKey(), TextTable.oneLine(gate.getValue())))
        .collect(Collectors.joining());
  }

  private Stream<String> paths(SnapshotStore store) {
    ReleasedTables served = new ReleasedTables(store, new ReleaseOptions().find(store).release());
    return Stream.of(served.read(paths).inputFiles()).sorted();
  }
}
