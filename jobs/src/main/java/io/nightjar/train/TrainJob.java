package io.nightjar.train;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.TrainConfig;
import io.nightjar.dense.ExactSum;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Draft;
import io.nightjar.store.Lane;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Fits latent factors to the interactions.
 *
 * <p>Input: {@link Table#INTERACTIONS} with a weight above 0; users who are not learnt from are
 * folded in. Output: {@link Table#USER_FACTORS} and {@link Table#ITEM_FACTORS}, vectors of {@link
 * TrainConfig#vectorLength} floats; the score of a user and an item is their dot product. Implicit
 * weights are in units of their mean, so that only their ratios matter. The same interactions,
 * settings and seed give the same bytes.
 *
 * <p>Errors: {@link UserError} if there is nothing to train on.
 */
public final class TrainJob implements Job {
  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "Fits latent factors of users and items by alternating least squares.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return Set.of(Table.INTERACTIONS);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.USER_FACTORS, Table.ITEM_FACTORS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(config.train());
  }

  @Override
  public void run(JobContext context) {
    Dataset<Row> interactions = context.read(Table.INTERACTIONS).where(col(Columns.WEIGHT).gt(0));
    Row learnt =
        interactions
            .where(Columns.LEARNT)
            .agg(count(lit(1)), ExactSum.of(col(Columns.WEIGHT)))
            .first();
    if (learnt.getLong(0) == 0) {
      throw new UserError(
          "There is nothing to train on: no interaction for "
              + context.date()
              + " has a weight above 0; check prepare.events and the minimum counts");
    }
    TrainConfig config = context.config().train();
    boolean ratings = config.feedback() == TrainConfig.Feedback.EXPLICIT;
    double unit = ratings ? 1 : ExactSum.value(learnt.getLong(1)) / learnt.getLong(0);
    try (Checkpoints checkpoints = checkpoints(context)) {
      fit(context, interactions, unit, solver(config, checkpoints));
    }
  }

  private static void fit(
      JobContext context, Dataset<Row> interactions, double unit, Factorization solver) {
    TrainConfig config = context.config().train();
    try (Factorization.Factors factors =
        solver.fit(triples(interactions.where(Columns.LEARNT), unit), config)) {
      if (interactions.where(not(col(Columns.LEARNT))).isEmpty()) {
        commit(context, Table.USER_FACTORS, factors.users(), factors.losses(), config);
      } else {
        try (var folded = solver.foldIn(triples(interactions, unit), factors, config)) {
          commit(context, Table.USER_FACTORS, folded.users(), factors.losses(), config);
        }
      }
      commit(context, Table.ITEM_FACTORS, factors.items(), factors.losses(), config);
    }
  }

  private static Checkpoints checkpoints(JobContext context) {
    return Checkpoints.in(
        new Path(context.store().warehouse(), "_checkpoints"), context.session().sparkContext());
  }

  private static Dataset<Row> triples(Dataset<Row> interactions, double unit) {
    return interactions.select(
        col(Columns.USER_IX),
        col(Columns.ITEM_IX),
        col(Columns.WEIGHT).divide(lit(unit)).cast("float").as(Columns.WEIGHT));
  }

  /** The solver that a configuration asks for. */
  public static Factorization solver(TrainConfig config, Checkpoints checkpoints) {
    return switch (config.solver()) {
      case NIGHTJAR -> config.biased() ? new BiasedAls(checkpoints) : new NightjarAls(checkpoints);
      case MLLIB -> new MllibAls(checkpoints);
      case SPECTRAL -> new SpectralFilter(checkpoints);
      case BIASES -> new Biases();
    };
  }

  private static void commit(
      JobContext context,
      Table table,
      Dataset<Row> factors,
      List<Double> losses,
      TrainConfig config) {
    Column vector = col(Columns.FACTORS);
    Draft draft = context.draft(table);
    for (int i = 0; i < losses.size(); i++) {
      draft.count("loss_after_%02d".formatted(i + 1), Math.round(losses.get(i)));
    }
    draft
        .check("factors_of_rank", size(vector).notEqual(config.vectorLength()))
        .check(
            "factors_finite",
            exists(vector, x -> isnan(x).or(abs(x).geq(lit(Float.POSITIVE_INFINITY)))))
        .commit(factors);
  }
}
