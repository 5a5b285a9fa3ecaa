package io.nightjar.cli;

import io.nightjar.bench.Bench;
import io.nightjar.bench.BenchPage;
import io.nightjar.bench.BenchReport;
import io.nightjar.bench.ContestResult;
import io.nightjar.bench.Log;
import io.nightjar.bench.ScalePoint;
import io.nightjar.bench.Shape;
import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.NightjarConfig;
import io.nightjar.run.UserError;
import io.nightjar.store.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Our kernels and those of others, taking turns. */
@Command(
    description = {
      "Measures our work against MLlib's and Spark SQL's, taking turns in one run: top-n lists,",
      "similar items, factors and whole nights; and with --scale how a night grows with its events."
    })
final class BenchCommand implements Callable<Integer> {
  private static final String DEFAULT = " Default: ${DEFAULT-VALUE}.";

  @Spec private CommandSpec spec;
  @Mixin private ConfigOptions configuration;

  @Option(
      names = "--date",
      paramLabel = "yyyy-MM-dd",
      description = "The night of the log that --config describes; without it, a log is generated.")
  private LocalDate date;

  @Option(
      names = "--only",
      paramLabel = "PART",
      split = ",",
      description = "Some of top-n, similarity, als, night. Default: all.")
  private List<String> only = List.of("top-n", "similarity", "als", "night");

  @Option(
      names = "--shapes",
      paramLabel = "UxIxR",
      split = ",",
      defaultValue = "40000x40000x64,20000x20000x256",
      description = "Users x items x rank of the top-n contests." + DEFAULT)
  private List<String> shapes;

  @Option(
      names = "--ranks",
      split = ",",
      defaultValue = "64,128,256",
      description = "Ranks of the als contests." + DEFAULT)
  private List<Integer> ranks;

  @Option(
      names = "--repeats",
      defaultValue = "3",
      description = "Counted runs of ours; rivals run as often, after one to warm up." + DEFAULT)
  private int repeats;

  @Option(
      names = "--events",
      defaultValue = "1000000",
      description = "Events of the generated log." + DEFAULT)
  private long events;

  @Option(names = "--small", description = "Everything once and small, to see that it works.")
  private boolean small;

  @Option(
      names = "--scale",
      paramLabel = "EVENTS",
      split = ",",
      arity = "0..1",
      fallbackValue = "1000000,10000000,100000000",
      description =
          "Instead of comparing, run nights of generated logs of so many events each. Default:"
              + " ${FALLBACK-VALUE}.")
  private List<Long> scale;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "bench",
      description = "Receives bench.json and bench.html, and for a while what is made." + DEFAULT)
  private String out;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    Path home = DemoCommand.home();
    Log log = date == null ? null : log();
    try (Sessions.Session session = Sessions.open("nightjar bench")) {
      String folder = absolute(session.spark());
      Bench bench =
          new Bench(
              session.spark(),
              folder + "/scratch",
              (data, night) -> generated(home, data, night),
              line -> {
                err.println(line);
                err.flush();
              });
      BenchReport report =
          scale == null
              ? bench.compare(plan(), log, blas())
              : bench.scale(small ? List.of(2_000L, 4_000L) : scale);
      write(session.spark(), folder + "/bench.json", Json.write(report));
      write(session.spark(), folder + "/bench.html", BenchPage.render(report));
      show(report);
      spec.commandLine().getOut().println("Written to " + folder + "/bench.html and bench.json");
    }
    return ExitCode.DONE.code();
  }

  private Bench.Plan plan() {
    EnumSet<Bench.Part> parts = EnumSet.noneOf(Bench.Part.class);
    only.forEach(name -> parts.add(part(name)));
    if (small) {
      return new Bench.Plan(parts, List.of(new Shape(200, 300, 8)), List.of(4), 10, 5, 1, 1, 2_000);
    }
    List<Shape> parsed = new ArrayList<>();
    for (String shape : shapes) {
      try {
        parsed.add(Shape.parse(shape));
      } catch (IllegalArgumentException e) {
        throw new UserError("--shapes: " + e.getMessage());
      }
    }
    if (repeats < 1) {
      throw new UserError("--repeats %d: 1 or more is expected".formatted(repeats));
    }
    return new Bench.Plan(parts, parsed, ranks, 100, 50, repeats, repeats, events);
  }

  private static Bench.Part part(String name) {
    return Arrays.stream(Bench.Part.values())
        .filter(part -> part.name().replace('_', '-').equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () -> new UserError("--only %s: top-n, similarity, als or night".formatted(name)));
  }

  private Log log() {
    // The bench keeps out of any warehouse: that it has its own need not be said.
    ConfigText own = new ConfigText("bench", "warehouse: bench\n");
    NightjarConfig config = configuration.load(List.of(own)).config();
    config.requireSources();
    return new Log(config, date, "the log of " + date);
  }

  private static Log generated(Path home, String data, LocalDate night) {
    List<ConfigText> files = List.of(ConfigText.read(home.resolve("conf/bench.yaml").toString()));
    List<String> settings =
        List.of(ConfigOptions.assignment("ingest.folder", data), "warehouse=bench");
    return new Log(ConfigLoader.load(files, settings).config(), night, "generated events");
  }

  /** The yardstick runs on the jars of this process, and on the BLAS that bin/nightjar found. */
  private static Bench.Blas blas() throws URISyntaxException {
    String library = System.getProperty("spark.nightjar.blas", "");
    Path own =
        Path.of(BenchCommand.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String classPath =
        own + System.getProperty("path.separator") + System.getProperty("java.class.path");
    return new Bench.Blas(
        DenseProduct.class.getName(),
        classPath,
        Files.isReadable(Path.of(library)) && !library.isEmpty() ? Path.of(library) : null);
  }

  private String absolute(SparkSession spark) throws IOException {
    var path = new org.apache.hadoop.fs.Path(out);
    return path.getFileSystem(spark.sessionState().newHadoopConf()).makeQualified(path).toString();
  }

  private static void write(SparkSession spark, String file, String text) throws IOException {
    var path = new org.apache.hadoop.fs.Path(file);
    try (OutputStream stream =
        path.getFileSystem(spark.sessionState().newHadoopConf()).create(path, true)) {
      stream.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void show(BenchReport report) {
    PrintWriter text = spec.commandLine().getOut();
    if (!report.contests().isEmpty()) {
      TextTable table =
          new TextTable("work", ">ours, s", "rival", ">theirs, s", ">times faster", "results");
      for (ContestResult contest : report.contests()) {
        for (ContestResult.Rival rival : contest.rivals()) {
          table.row(
              contest.name(),
              BenchPage.spread(contest.seconds()),
              rival.name(),
              rival.finished() ? BenchPage.spread(rival.seconds()) : "failed",
              rival.finished() ? BenchPage.spread(rival.ratio()) : "",
              rival.verdict().text());
        }
      }
      text.print(table.render());
    }
    if (!report.kernels().isEmpty()) {
      TextTable table = new TextTable("on one core", ">GFLOP/s", ">share");
      report.yardsticks().forEach(r -> table.row(r.name(), BenchPage.number(r.gflops()), ""));
      report
          .kernels()
          .forEach(
              kernel ->
                  table.row(
                      "top-n " + kernel.shape(),
                      BenchPage.number(kernel.gflops().median()),
                      kernel.share() == 0 ? "" : BenchPage.number(kernel.share())));
      text.print(table.render());
    }
    if (!report.scale().isEmpty()) {
      TextTable table =
          new TextTable(">events", ">seconds", ">against linear", ">peak heap, GB", ">memory, GB");
      for (int p = 0; p < report.scale().size(); p++) {
        var point = report.scale().get(p);
        table.row(
            "%,d".formatted(point.events()),
            BenchPage.number(point.seconds()),
            p == 0 ? "" : BenchPage.number(report.slopes().get(p - 1)),
            BenchPage.number(point.peakHeapBytes() / 1e9),
            BenchPage.number(point.peakResidentBytes() / 1e9));
      }
      text.print(table.render());
      text.print(stages(report.scale()).render());
    }
  }

  private static TextTable stages(List<ScalePoint> points) {
    List<String> heads = new ArrayList<>(List.of("seconds"));
    points.forEach(point -> heads.add(">%,d".formatted(point.events())));
    TextTable table = new TextTable(heads.toArray(new String[0]));
    for (String stage : ScalePoint.stageNames(points)) {
      List<String> row = new ArrayList<>(List.of(stage));
      points.forEach(point -> row.add(BenchPage.seconds(point, stage)));
      table.row(row.toArray());
    }
    return table;
  }
}
