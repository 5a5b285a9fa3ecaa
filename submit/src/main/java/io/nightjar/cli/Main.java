package io.nightjar.cli;

import io.nightjar.night.Plan;
import io.nightjar.run.CodeVersion;
import io.nightjar.run.Job;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The main class of the application jar. */
@Command(
    name = "nightjar",
    description = "A nightly recommendation pipeline on Apache Spark.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    commandListHeading = "%nCommands:%n",
    exitCodeListHeading = "%nExit codes:%n",
    footer = {
      "",
      "Spark's own options (--master, --deploy-mode, --conf KEY=VALUE ...) go through to Spark;",
      "--dry-run prints the spark-submit line and starts nothing."
    })
public final class Main {
  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    CommandLine commands = commandLine();
    int code = run(commands.getOut(), commands.getErr(), args);
    if (code != ExitCode.DONE.code()) { // YARN takes any exit of the driver for a failure, even 0.
      System.exit(code);
    }
  }

  /** Runs one command. */
  static int run(PrintWriter out, PrintWriter err, String... args) {
    CommandLine commands = commandLine().setOut(out).setErr(err);
    try {
      return commands.execute(args);
    } catch (Error e) { // picocli lets these through, and Java's own exit code is that of usage.
      return Failures.tell(e, err).code();
    } finally {
      out.flush();
      err.flush();
    }
  }

  /** All commands. */
  static CommandLine commandLine() {
    CommandLine commands = new CommandLine(new Main());
    commands.addSubcommand("demo", new DemoCommand());
    commands.addSubcommand("run", new RunCommand());
    for (Job job : Plan.jobs()) {
      boolean measures = job.outputs(Lane.HOLDOUT).contains(Table.METRICS);
      CommandLine command =
          new CommandLine(measures ? new EvaluateCommand(job) : new JobCommand(job));
      command.getCommandSpec().usageMessage().description(job.summary());
      commands.addSubcommand(job.name(), command);
    }
    commands.addSubcommand("publish", new PublishCommand());
    commands.addSubcommand("inspect", new InspectCommand());
    commands.addSubcommand("history", new HistoryCommand());
    commands.addSubcommand("rollback", new RollbackCommand());
    commands.addSubcommand("verify", new VerifyCommand());
    commands.addSubcommand("expire", new ExpireCommand());
    commands.addSubcommand("erase", new EraseCommand());
    commands.addSubcommand("generate", new GenerateCommand());
    commands.addSubcommand("tune", new TuneCommand());
    commands.addSubcommand("bench", new BenchCommand());
    commands.addSubcommand("plan", new PlanCommand());
    commands.addSubcommand("doctor", new DoctorCommand());
    commands.addSubcommand("config", new ConfigCommand());
    settings(commands);
    UsageMessageSpec help = commands.getCommandSpec().usageMessage();
    help.exitCodeList(ExitCode.meanings());
    return commands
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(Failures::usage)
        .setExecutionExceptionHandler(Failures::execution);
  }

  /** What all commands have in common. */
  private static void settings(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().usageMessage().sortOptions(false).width(100);
    command.getSubcommands().values().forEach(Main::settings);
  }

  /** The version of this build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"nightjar " + CodeVersion.CURRENT};
    }
  }
}
