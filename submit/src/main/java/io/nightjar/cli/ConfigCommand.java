package io.nightjar.cli;

import io.nightjar.config.ConfigReference;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The configuration, for people. */
@Command(
    description = "Shows the configuration.",
    subcommands = {ConfigCommand.Explain.class, ConfigCommand.Reference.class})
final class ConfigCommand {

  /** What is in force. */
  @Command(
      name = "explain",
      description = "Prints every setting in force and the file and line it comes from.")
  static final class Explain implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ConfigOptions configuration;

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(configuration.load().explain());
      return ExitCode.DONE.code();
    }
  }

  /** What there is to set. */
  @Command(
      name = "reference",
      description = "Prints every key with its default, values and meaning, as Markdown.")
  static final class Reference implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      spec.commandLine().getOut().print(ConfigReference.markdown());
      return ExitCode.DONE.code();
    }
  }
}
