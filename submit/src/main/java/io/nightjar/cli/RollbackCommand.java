package io.nightjar.cli;

import io.nightjar.night.Rollback;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The way back to an earlier release. */
@Command(
    description = {
      "Serves an earlier release again, at once, by a new release that names its tables.",
      "Nothing is deleted: a rollback can itself be rolled back."
    })
final class RollbackCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--to",
      paramLabel = "N",
      required = true,
      description = "Number of the release, as in history.")
  private long to;

  @Override
  public Integer call() {
    try (Workspace workspace = Workspace.open("rollback", configuration.load().config())) {
      spec.commandLine().getOut().println(Summary.serving(Rollback.to(to, workspace.store())));
    }
    return ExitCode.DONE.code();
  }
}
