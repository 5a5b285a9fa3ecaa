package io.nightjar.bench;

import io.nightjar.run.CodeVersion;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;

/** Measures our work against that of others, against the machine, and as it grows. */
public final class Bench {
  /** What is compared. */
  public enum Part {
    TOP_N,
    SIMILARITY,
    ALS,
    NIGHT
  }

  /**
   * How much to do.
   *
   * @param parts what to compare
   * @param shapes of the top-n contests
   * @param ranks of the ALS contests
   * @param n length of top-n lists
   * @param neighbours length of similarity lists
   * @param repeats counted runs of ours
   * @param rivalRepeats counted runs of each rival
   * @param events of the generated log, where none is given
   */
  public record Plan(
      Set<Part> parts,
      List<Shape> shapes,
      List<Integer> ranks,
      int n,
      int neighbours,
      int repeats,
      int rivalRepeats,
      long events) {}

  /**
   * Where the yardstick is taken from.
   *
   * @param main a class whose main method prints {@link Yardstick#here}
   * @param classPath of its process
   * @param library a BLAS of the platform; null if there is none
   */
  public record Blas(String main, String classPath, Path library) {}

  private final SparkSession spark;
  private final Scratch scratch;
  private final BiFunction<String, LocalDate, Log> generated;
  private final Consumer<String> progress;

  /**
   * A bench.
   *
   * @param folder for what is not kept, on a file system that the cluster shares
   * @param generated reads a generated log from a folder, up to a date
   * @param progress is told of each run
   */
  public Bench(
      SparkSession spark,
      String folder,
      BiFunction<String, LocalDate, Log> generated,
      Consumer<String> progress) {
    this.spark = spark;
    this.scratch = new Scratch(spark, folder);
    this.generated = generated;
    this.progress = progress;
  }

  /**
   * Holds the contests.
   *
   * @param log the log to work on; null for a generated one
   * @param blas where the yardstick is taken from; null for none
   */
  public BenchReport compare(Plan plan, Log log, Blas blas) throws Exception {
    String begun = now();
    try {
      Referee referee =
          new Referee(plan.repeats(), plan.rivalRepeats(), scratch, System::nanoTime, progress);
      List<Yardstick.Rate> yardsticks = new ArrayList<>();
      List<BenchReport.Kernel> kernels = new ArrayList<>();
      List<ContestResult> results = new ArrayList<>();
      if (plan.parts().contains(Part.TOP_N)) {
        yardsticks.addAll(yardsticks(blas));
        for (Shape shape : plan.shapes()) {
          kernels.add(kernel(shape, plan, yardsticks));
          results.add(referee.hold(TopNContest.of(spark, shape, plan.n(), scratch)));
        }
      }
      Log data = log;
      if (data == null && !Set.of(Part.TOP_N).containsAll(plan.parts())) {
        data = ScaleRun.generated(spark, plan.events(), scratch.fresh("generated/log"), generated);
      }
      if (plan.parts().contains(Part.SIMILARITY) || plan.parts().contains(Part.ALS)) {
        results.addAll(onInteractions(plan, data, referee));
      }
      if (plan.parts().contains(Part.NIGHT)) {
        results.add(referee.hold(NightContest.of(spark, data, progress)));
      }
      return report(begun, yardsticks, kernels, results, List.of());
    } finally {
      scratch.delete();
    }
  }

  /** Runs nights of generated logs of these numbers of events, ascending. */
  public BenchReport scale(List<Long> events) throws Exception {
    String begun = now();
    try {
      List<ScalePoint> points = new ArrayList<>();
      ScaleRun run = new ScaleRun(spark, generated, scratch, progress);
      for (long size : events) {
        points.add(run.run(size));
      }
      return report(begun, List.of(), List.of(), List.of(), points);
    } finally {
      scratch.delete();
    }
  }

  private List<ContestResult> onInteractions(Plan plan, Log log, Referee referee) throws Exception {
    List<ContestResult> results = new ArrayList<>();
    BenchData data =
        BenchData.of(spark, log, scratch.fresh("data/warehouse"), new StepLines("data", progress));
    if (plan.parts().contains(Part.SIMILARITY)) {
      results.add(referee.hold(SimilarityContest.of(data, plan.neighbours())));
    }
    if (plan.parts().contains(Part.ALS)) {
      AlsContest als = new AlsContest(spark, data.interactions(), progress);
      for (Contest contest : als.all(data.config().train(), plan.ranks(), scratch)) {
        results.add(referee.hold(contest));
      }
    }
    return results;
  }

  private List<Yardstick.Rate> yardsticks(Blas blas) throws Exception {
    List<Yardstick.Rate> rates = new ArrayList<>();
    if (blas != null && blas.library() != null) {
      rates.add(Yardstick.measure(blas.main(), blas.classPath(), blas.library()));
    } else if (blas != null) {
      rates.add(Yardstick.measure(blas.main(), blas.classPath(), null));
    }
    rates.forEach(
        rate -> progress.accept("top-n  %s: %.0f GFLOP/s".formatted(rate.name(), rate.gflops())));
    return rates;
  }

  private BenchReport.Kernel kernel(Shape shape, Plan plan, List<Yardstick.Rate> yardsticks) {
    Spread rate = TopNContest.kernel(shape, plan.n(), Math.max(3, plan.repeats()));
    progress.accept("top-n %s  kernel: %.0f GFLOP/s".formatted(shape, rate.median()));
    double share = yardsticks.isEmpty() ? 0 : rate.median() / yardsticks.get(0).gflops();
    return new BenchReport.Kernel(shape.toString(), rate, share);
  }

  private BenchReport report(
      String begun,
      List<Yardstick.Rate> yardsticks,
      List<BenchReport.Kernel> kernels,
      List<ContestResult> contests,
      List<ScalePoint> scale) {
    return new BenchReport(
        begun,
        CodeVersion.CURRENT,
        Machine.of(spark),
        yardsticks,
        kernels,
        contests,
        scale,
        ScalePoint.slopes(scale));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
