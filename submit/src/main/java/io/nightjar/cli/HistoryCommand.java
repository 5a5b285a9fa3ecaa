package io.nightjar.cli;

import io.nightjar.night.ReleasedTables;
import io.nightjar.schema.Table;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import java.util.List;
import java.util.concurrent.Callable;
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

  @Override
  public Integer call() {
    try (Workspace workspace = Workspace.open("history", configuration.load().config())) {
      List<Releases.Numbered> all = workspace.store().releases().all();
      TextTable table =
          new TextTable(
              ">release", "night", "note", "released at", ">lists", ">ndcg", ">popularity", "run");
      for (Releases.Numbered numbered : all.subList(Math.max(0, all.size() - last), all.size())) {
        Release release = numbered.release();
        ReleasedTables tables = new ReleasedTables(workspace.store(), release);
        Metrics metrics =
            tables
                .find(Table.METRICS)
                .map(snapshot -> Metrics.of(workspace.store().read(snapshot)))
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
      spec.commandLine()
          .getOut()
          .print(all.isEmpty() ? "Nothing has been released.\n" : table.render());
    }
    return ExitCode.DONE.code();
  }
}
