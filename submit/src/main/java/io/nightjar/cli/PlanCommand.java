package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.forecast.Forecast;
import io.nightjar.forecast.Machine;
import io.nightjar.forecast.NightSize;
import io.nightjar.forecast.PastNight;
import io.nightjar.report.Format;
import io.nightjar.run.UserError;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What a night is going to take, before it is run. */
@Command(
    description = {
      "Says what a night is going to take: rows, memory, shuffle and time of each stage. Reads the",
      "night's logs and the events that are there, and changes nothing. Give it the Spark options of",
      "the run it is about; exits with 2 if that run would be out of memory for sure."
    })
final class PlanCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private NightOptions night;

  @Override
  public Integer call() {
    NightjarConfig config = configuration.load().config();
    config.requireSources();
    try (Workspace workspace = Workspace.open("plan", config)) {
      NightSize size =
          NightSize.ahead(workspace.session(), config, workspace.store(), night.date());
      Optional<PastNight> past =
          PastNight.before(workspace.store(), night.date(), workspace.session());
      Machine machine = Machine.of(workspace.session().sparkContext());
      Forecast forecast = Forecast.of(config, size, machine, past);
      PrintWriter out = spec.commandLine().getOut();
      out.print(rows(size, past.map(PastNight::size)));
      out.println();
      out.print(stages(forecast));
      out.println();
      out.printf(
          "Memory is of one heap, which has %s and %,d tasks at once.%n",
          Format.bytes(machine.executorHeap()), machine.tasksAtOnce());
      out.println(
          past.isPresent()
              ? "Times are those of the night before, by what there is to do."
              : "Times are a guess for a machine that no night has been run on.");
      out.flush();
      if (!forecast.problems().isEmpty()) {
        throw new UserError(
            "The night of %s would be out of memory:%n%s"
                .formatted(night.date(), String.join(System.lineSeparator(), forecast.problems())));
      }
    }
    return ExitCode.DONE.code();
  }

  private static String rows(NightSize size, Optional<NightSize> past) {
    TextTable table = new TextTable("rows", ">about", ">night before");
    row(table, "read", size.read(), past.map(NightSize::read));
    row(table, "events", size.events(), past.map(NightSize::events));
    row(table, "pairs to learn from", size.pairs(), past.map(NightSize::pairs));
    row(table, "users", size.users(), past.map(NightSize::users));
    row(table, "items", size.items(), past.map(NightSize::items));
    return table.render();
  }

  private static void row(TextTable table, String what, long about, Optional<Long> before) {
    table.row(what, Format.count(about), before.map(Format::count).orElse("-"));
  }

  private static String stages(Forecast forecast) {
    TextTable table = new TextTable("stage", "lane", ">memory", ">shuffle", ">time");
    for (Forecast.Cost cost : forecast.stages()) {
      table.row(
          cost.stage().job().name(),
          cost.stage().lane().label(),
          bytes(cost.memory()),
          bytes(cost.shuffle()),
          Format.seconds(cost.seconds()));
    }
    table.row("all", "", "", bytes(forecast.shuffle()), Format.seconds(forecast.seconds()));
    return table.render();
  }

  private static String bytes(long n) {
    return n == 0 ? "-" : Format.bytes(n);
  }
}
