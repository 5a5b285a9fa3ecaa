package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.store.Expiry;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The end of what is past its time. */
@Command(
    description = {
      "Deletes releases, snapshots, reports and left-over files that are past their time.",
      "The release that is served always stays. Section expire of the configuration says the rest."
    })
final class ExpireCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @Option(names = "--preview", description = "Tell what would go, and delete nothing.")
  private boolean preview;

  @Override
  public Integer call() {
    NightjarConfig config = configuration.load().config();
    PrintWriter err = spec.commandLine().getErr();
    try (Workspace workspace =
        preview ? Workspace.open("expire", config) : Workspace.openToWrite("expire", config, err)) {
      List<Expiry.Removed> removed = Expiry.run(workspace.store(), config.expire(), preview);
      PrintWriter out = spec.commandLine().getOut();
      if (removed.isEmpty()) {
        out.println("Nothing is past its time.");
      } else {
        out.print(table(removed));
        out.printf(
            "%s %,d bytes.%n",
            preview ? "Would free" : "Freed",
            removed.stream().mapToLong(Expiry.Removed::bytes).sum());
      }
    }
    return ExitCode.DONE.code();
  }

  private static String table(List<Expiry.Removed> removed) {
    TextTable table = new TextTable("folder", ">entries", ">files", ">bytes");
    for (Expiry.Removed each : removed) {
      table.row(
          each.folder(),
          "%,d".formatted(each.entries()),
          "%,d".formatted(each.files()),
          "%,d".formatted(each.bytes()));
    }
    return table.render();
  }
}
