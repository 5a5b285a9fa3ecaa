package io.nightjar.bench;

import io.nightjar.config.TrainConfig;
import io.nightjar.train.Checkpoints;
import io.nightjar.train.Factorization;
import io.nightjar.train.TrainJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * How long it takes to explain interactions as well as MLlib does: within 0.1 % of the loss that
 * MLlib's solver ends at after the configured iterations. A solver takes part by being one of
 * {@link TrainConfig.Solver}: how many iterations it needs is found first, then a fit of so many is
 * timed. MLlib's fit that set the goal stands for its warm-up.
 */
final class AlsContest {
  private static final double AS_GOOD = 1.001;

  private final SparkSession spark;
  private final Dataset<Row> interactions;
  private final Consumer<String> progress;

  AlsContest(SparkSession spark, Dataset<Row> interactions, Consumer<String> progress) {
    this.spark = spark;
    this.interactions = interactions;
    this.progress = progress;
  }

  /** The contests of all solvers but MLlib's at some ranks. */
  List<Contest> all(TrainConfig base, List<Integer> ranks, Scratch scratch) throws Exception {
    List<TrainConfig.Solver> others =
        Stream.of(TrainConfig.Solver.values())
            .filter(solver -> solver != TrainConfig.Solver.MLLIB)
            .toList();
    if (others.isEmpty()) {
      progress.accept("als  MLlib's is the only solver there is; nothing to compare");
    }
    List<Contest> contests = new ArrayList<>();
    for (TrainConfig.Solver solver : others) {
      for (int rank : ranks) {
        contests.add(of(solver, with(base, TrainConfig.Solver.MLLIB, rank), scratch));
      }
    }
    return contests;
  }

  /** Finds how many iterations a solver needs, and sets the contest up. */
  Contest of(TrainConfig.Solver solver, TrainConfig mllib, Scratch scratch) throws Exception {
    String name = "als rank " + mllib.rank();
    Contest.Run theirs = timed(mllib, scratch.fresh(name + "/goal"));
    double goal = loss(theirs.folder(), mllib);
    TrainConfig longer =
        iterations(with(mllib, solver, mllib.rank()), Math.min(1000, 2 * mllib.iterations()));
    List<Double> losses = fit(longer, scratch.fresh(name + "/search"));
    int needed = needed(losses, goal * AS_GOOD);
    progress.accept(
        "als  rank %d: loss %.6g after %d iterations, MLlib's %.6g after %d"
            .formatted(mllib.rank(), losses.get(needed - 1), needed, goal, mllib.iterations()));
    TrainConfig found = iterations(longer, needed);
    return new Contest(
        name,
        "Implicit factors of rank %d with the loss of %d iterations of MLlib, %,d interactions"
            .formatted(mllib.rank(), mllib.iterations(), interactions.count()),
        new Contest.Side(
            "%s, %d iterations"
                .formatted(solver.name().toLowerCase(java.util.Locale.ROOT), found.iterations()),
            into -> fit(found, into)),
        List.of(new Contest.Side("MLlib ALS", into -> fit(mllib, into), Optional.of(theirs))),
        (a, b) -> judge(loss(a, found), loss(b, mllib)));
  }

  private Contest.Run timed(TrainConfig config, String folder) {
    long start = System.nanoTime();
    fit(config, folder);
    Contest.Run run = new Contest.Run(folder, (System.nanoTime() - start) / 1e9);
    progress.accept("als  rank %d: MLlib took %.2f s".formatted(config.rank(), run.seconds()));
    return run;
  }

  /** Iterations until a loss is reached; all of them if it is not. */
  static int needed(List<Double> losses, double goal) {
    for (int i = 0; i < losses.size(); i++) {
      if (losses.get(i) <= goal) {
        return i + 1;
      }
    }
    return losses.size();
  }

  static Verdict judge(double ours, double theirs) {
    return new Verdict(
        ours <= theirs * AS_GOOD,
        "loss %.6g, theirs %.6g (%+.3f %%)"
            .formatted(ours, theirs, 100 * (ours - theirs) / theirs));
  }

  /** Fits, writes the factors, and gives the losses that the solver tells. */
  private List<Double> fit(TrainConfig config, String folder) {
    try (Checkpoints checkpoints =
            Checkpoints.in(new Path(folder + "-checkpoints"), spark.sparkContext());
        Factorization.Factors factors =
            TrainJob.solver(config, checkpoints).fit(interactions, config)) {
      Results.write(factors.users(), folder + "/users");
      Results.write(factors.items(), folder + "/items");
      return factors.losses();
    }
  }

  private double loss(String folder, TrainConfig config) {
    return ImplicitLoss.of(
        interactions,
        spark.read().parquet(folder + "/users"),
        spark.read().parquet(folder + "/items"),
        config.rank(),
        config.alpha(),
        config.regularization());
  }

  private static TrainConfig with(TrainConfig config, TrainConfig.Solver solver, int rank) {
    return of(config, solver, rank, config.iterations());
  }

  private static TrainConfig iterations(TrainConfig config, int iterations) {
    return of(config, config.solver(), config.rank(), iterations);
  }

  /** Settings under which both solvers minimise the same: MLlib knows these values only. */
  private static TrainConfig of(
      TrainConfig config, TrainConfig.Solver solver, int rank, int iterations) {
    return new TrainConfig(
        solver,
        TrainConfig.Feedback.IMPLICIT,
        false,
        0,
        rank,
        iterations,
        config.regularization(),
        1,
        TrainConfig.Scaling.OBSERVED,
        config.alpha(),
        1,
        config.rows(),
        config.steps(),
        config.subspace(),
        config.startIterations(),
        0,
        config.blocks(),
        config.checkpointInterval(),
        config.seed());
  }
}
