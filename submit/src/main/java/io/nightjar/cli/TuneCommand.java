package io.nightjar.cli;

import io.nightjar.config.NightjarConfig;
import io.nightjar.tune.TuneResult;
import io.nightjar.tune.TuneRun;
import io.nightjar.tune.TunedOverlay;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Searches for a better configuration. */
@Command(
    description = {
      "Searches what tune.space names for a better configuration, on a window cut from what is left",
      "without the test window, and writes the best as a file for --config. A search that was stopped",
      "goes on where it was: run the same command again."
    })
final class TuneCommand implements Callable<Integer> {
  private static final int SHOWN = 10;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;
  @Mixin private NightOptions night;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Receives the best configuration. Default: tune/best.yaml in the warehouse.")
  private String out;

  @Override
  public Integer call() throws IOException {
    NightjarConfig config = configuration.load().config();
    PrintWriter err = spec.commandLine().getErr();
    try (Workspace workspace = Workspace.openToSearch("tune", config, err)) {
      TuneResult result =
          new TuneRun(
                  workspace.session(),
                  workspace.store(),
                  configuration::over,
                  night.date(),
                  line -> {
                    err.println(line);
                    err.flush();
                  })
              .run();
      Path file = out == null ? new Path(config.warehouse(), "tune/best.yaml") : new Path(out);
      write(
          file,
          TunedOverlay.of(config.tune(), result, night.date()),
          workspace.session().sessionState().newHadoopConf());
      spec.commandLine().getOut().print(render(result));
      spec.commandLine().getOut().println("Written to " + file + "; use it with --config");
    }
    return ExitCode.DONE.code();
  }

  /** The best trials of the last rung. */
  static String render(TuneResult result) {
    TextTable table =
        new TextTable(">trial", ">" + result.metric(), "95 %", ">seconds", "settings");
    result.ranked().stream()
        .limit(SHOWN)
        .forEach(
            measured ->
                table.row(
                    measured.trial(),
                    number("%.4f", measured.value()),
                    number("%.4f", measured.low()) + " to " + number("%.4f", measured.high()),
                    number("%.1f", measured.seconds()),
                    measured.trial() == 0
                        ? "as configured"
                        : result.trials().get(measured.trial()).settings()));
    return table.render();
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }

  /** In one piece: to a file beside it, which then takes its name. */
  private static void write(Path file, String text, Configuration hadoop) throws IOException {
    Path whole = file.getFileSystem(hadoop).makeQualified(file);
    Path temporary = new Path(whole.getParent(), "." + whole.getName() + ".new");
    try (OutputStream stream = whole.getFileSystem(hadoop).create(temporary, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
    FileContext.getFileContext(whole.toUri(), hadoop)
        .rename(temporary, whole, Options.Rename.OVERWRITE);
  }
}
