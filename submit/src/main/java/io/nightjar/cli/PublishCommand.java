package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Night;
import io.nightjar.store.Releases;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The release of a night whose jobs have run. */
@Command(
    description =
        "Audits the lists of a night whose jobs have run, and releases all its tables as one.")
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private OverrideOptions overrides;

  @Option(
      names = "--allow-older",
      description = "Release the night even if a later one is released.")
  private boolean allowOlder;

  @Mixin private NightOptions night;

  @Override
  public Integer call() {
    NightjarConfig config = configuration.load().config();
    try (Workspace workspace =
            Workspace.openToWrite("publish", config, spec.commandLine().getErr());
        ConsoleProgress progress = ConsoleProgress.of(workspace, spec.commandLine().getErr())) {
      Night nights =
          new Night(
              workspace.session(),
              config,
              workspace.store(),
              progress,
              false,
              overrides.chosen(allowOlder));
      Releases.Numbered release = nights.publish(night.date());
      spec.commandLine().getOut().println(Summary.serving(release));
    }
    return ExitCode.DONE.code();
  }
}
