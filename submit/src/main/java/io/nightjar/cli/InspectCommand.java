package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.ingest.Pseudonyms;
import io.nightjar.store.Releases;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** One user or one item of a release, looked at closely. */
@Command(
    description = "Shows what a release holds of one user or one item.",
    subcommands = {InspectCommand.User.class, InspectCommand.Item.class})
final class InspectCommand {

  /** A user's list and history. */
  @Command(
      name = "user",
      description = "The list with titles, scores and sources, and the history behind it.")
  static final class User implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions configuration;
    @Mixin private ReleaseOptions releases;

    @Parameters(paramLabel = "ID", description = "The user's id, as the logs spell it.")
    private String id;

    @Option(
        names = "--most",
        paramLabel = "COUNT",
        defaultValue = "20",
        description = "Rows of each table. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Override
    public Integer call() {
      NightjarConfig config = configuration.load().config();
      String name = Pseudonyms.of(config.ingest()).map(names -> names.of(id)).orElse(id);
      try (Workspace workspace = Workspace.open("inspect", config)) {
        Releases.Numbered release = releases.find(workspace.store());
        UserView user = new UserView(ReleaseOptions.tables(workspace.store(), release), name);
        PrintWriter out = spec.commandLine().getOut();
        out.println("User " + TextTable.oneLine(id) + heading(release));
        out.print(user.list(most));
        out.println("History: %,d items, the latest first".formatted(user.historyLength()));
        out.print(user.history(most));
      }
      return ExitCode.DONE.code();
    }
  }

  /** An item and what goes with it. */
  @Command(
      name = "item",
      description = "What the item is, how popular, who gets it, and the items most similar to it.")
  static final class Item implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions configuration;
    @Mixin private ReleaseOptions releases;

    @Parameters(paramLabel = "ID", description = "The item's id, as the logs spell it.")
    private String id;

    @Option(
        names = "--most",
        paramLabel = "COUNT",
        defaultValue = "20",
        description = "Similar items to show. Default: ${DEFAULT-VALUE}.")
    private int most;

    @Override
    public Integer call() {
      try (Workspace workspace = Workspace.open("inspect", configuration.load().config())) {
        Releases.Numbered release = releases.find(workspace.store());
        ItemView item = new ItemView(ReleaseOptions.tables(workspace.store(), release), id);
        PrintWriter out = spec.commandLine().getOut();
        out.println("Item " + TextTable.oneLine(id) + heading(release));
        out.print(item.facts());
        out.println("Similar items, the most similar first");
        out.print(item.similar(most));
      }
      return ExitCode.DONE.code();
    }
  }

  private static String heading(Releases.Numbered release) {
    return " in release %d, the night of %s".formatted(release.number(), release.release().date());
  }
}
