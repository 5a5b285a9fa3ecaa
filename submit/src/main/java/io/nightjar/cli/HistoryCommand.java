package io.nightjar.cli;

import io.nightjar.night.ReleasedTables;
import io.nightjar.schema.Table;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
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
    for (Releases.Numbered numbered : all.subList(Math.max(0, all.size() - last), all.size())) {
      Release release = numbered.release();
      ReleasedTables tables = new ReleasedTables(store, release);
      Metrics metrics =
          tables
              .find(Table.METRICS)
              .map(snapshot -> Metrics.of(store.read(snapshot)))
              .orElse(new Metrics(List.of()));
      table.row(
          numbered.number(),
          release.date(),
          release.note(),
          release.committedAt().replaceFirst("\\.\\d+Z$", "Z"),
          tables
              .find(Table.RECOMMENDATIONS)
              .map(snapshot -> "%,d".formatted(snapshot.manifest().rows()))
              .orElse(""),
          metrics.served(),
          metrics.baseline(),
          release.run());
    }
    return table.render();
  }

  private Stream<String> paths(SnapshotStore store) {
    ReleasedTables served = new ReleasedTables(store, new ReleaseOptions().find(store).release());
    return Stream.of(served.read(paths).inputFiles()).sorted();
  }
}
