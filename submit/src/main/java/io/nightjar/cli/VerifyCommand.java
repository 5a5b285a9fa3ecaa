package io.nightjar.cli;

import io.nightjar.night.Verification;
import io.nightjar.run.UserError;
import io.nightjar.store.SnapshotStore;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Whether files are still what was written. */
@Command(
    description = {
      "Reads every file of a release again and compares it with the hash it was written with.",
      "Changes nothing; exits with 2 if a file is damaged, and names all that are."
    })
final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private ReleaseOptions release;

  @Option(
      names = "--all",
      description = "Instead of one release, every snapshot of every table, and every release.")
  private boolean all;

  @Override
  public Integer call() {
    try (Workspace workspace = Workspace.open("verify", configuration.load().config())) {
      List<Verification.Found> found = found(workspace.store());
      PrintWriter out = spec.commandLine().getOut();
      out.print(table(found));
      out.flush();
      List<String> damages = found.stream().flatMap(table -> table.damages().stream()).toList();
      if (!damages.isEmpty()) {
        throw new UserError(
            "%d damaged:%n%s%nRestore them from a copy, or make their nights again: `run --again`."
                .formatted(damages.size(), String.join(System.lineSeparator(), damages)));
      }
      out.println("All as written.");
    }
    return ExitCode.DONE.code();
  }

  private List<Verification.Found> found(SnapshotStore store) {
    Verification verification = new Verification(store);
    return all ? verification.ofAll() : verification.of(release.find(store).release());
  }

  private static String table(List<Verification.Found> found) {
    TextTable table = new TextTable("table", ">snapshots", ">files", ">bytes", ">damaged");
    for (Verification.Found each : found) {
      table.row(
          each.table(),
          each.snapshots(),
          "%,d".formatted(each.files()),
          "%,d".formatted(each.bytes()),
          each.damages().size());
    }
    return table.render();
  }
}
