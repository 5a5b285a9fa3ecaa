package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Night;
import io.nightjar.night.Plan;
import io.nightjar.night.Stage;
import io.nightjar.run.Job;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** One job of a night, alone. */
@Command
final class JobCommand implements Callable<Integer> {
  private final Job job;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private NightOptions night;
  @Mixin private OverrideOptions overrides;

  @Option(
      names = "--lane",
      paramLabel = "serve|holdout",
      description =
          "serve is what is released, holdout what is measured. Default: the first it has.")
  private Lane lane;

  @Option(names = "--again", description = "Repeat it even where its results are there already.")
  private boolean again;

  JobCommand(Job job) {
    this.job = job;
  }

  @Override
  public Integer call() {
    Stage stage = new Stage(job, lane());
    return run(
        spec, configuration.load().config(), stage, night.date(), again, overrides.chosen(false));
  }

  /** Runs a stage, or finds its results, and tells what they are. */
  static int run(
      CommandSpec spec,
      NightjarConfig config,
      Stage stage,
      LocalDate date,
      boolean again,
      Overrides overrides) {
    try (Workspace workspace =
            Workspace.openToWrite(stage.job().name(), config, spec.commandLine().getErr());
        ConsoleProgress progress = ConsoleProgress.of(workspace, spec.commandLine().getErr())) {
      Night nights =
          new Night(workspace.session(), config, workspace.store(), progress, again, overrides);
      StageResult result = nights.run(stage, date);
      spec.commandLine().getOut().print(outputs(result));
      result.outputs().values().stream()
          .filter(snapshot -> snapshot.id().table() == Table.METRICS)
          .map(snapshot -> Metrics.of(workspace.store().read(snapshot)).render())
          .forEach(spec.commandLine().getOut()::print);
    }
    return ExitCode.DONE.code();
  }

  private Lane lane() {
    List<Lane> lanes = Plan.lanes(job);
    if (lane == null) {
      return lanes.get(0);
    }
    if (!lanes.contains(lane)) {
      throw new ParameterException(
          spec.commandLine(),
          "Job %s has no lane %s; it has %s"
              .formatted(
                  job.name(),
                  lane.label(),
                  lanes.stream().map(Lane::label).collect(Collectors.joining(", "))));
    }
    return lane;
  }

  private static String outputs(StageResult result) {
    TextTable table = new TextTable("table", ">snapshot", ">rows", ">bytes");
    for (Snapshot snapshot : result.outputs().values()) {
      table.row(
          snapshot.id(),
          snapshot.sequence(),
          "%,d".formatted(snapshot.manifest().rows()),
          "%,d".formatted(snapshot.manifest().bytes()));
    }
    return table.render();
  }
}
