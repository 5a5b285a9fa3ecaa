package io.nightjar.train;

import static org.apache.spark.sql.functions.col;

import io.nightjar.config.TrainConfig;
import io.nightjar.schema.Columns;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Alternating least squares of Spark MLlib: Hu, Koren, Volinsky, <i>Collaborative Filtering for
 * Implicit Feedback Datasets</i> (2008), with the regularisation scaled by the number of a row's
 * interactions as in Zhou et al. (2008).
 */
final class MllibAls implements Factorization {
  private final Checkpoints checkpoints;

  MllibAls(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** Cannot; a configuration that asks for it is refused. */
  @Override
  public Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config) {
    throw new UnsupportedOperationException("solver mllib cannot fold users in");
  }

  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    ALS solver =
        new ALS()
            .setUserCol(Columns.USER_IX)
            .setItemCol(Columns.ITEM_IX)
            .setRatingCol(Columns.WEIGHT)
            .setImplicitPrefs(config.feedback() == TrainConfig.Feedback.IMPLICIT)
            .setRank(config.rank())
            .setMaxIter(config.iterations())
            .setRegParam(config.regularization())
            .setAlpha(config.alpha())
            .setNumBlocks(config.blocks())
            .setCheckpointInterval(config.checkpointInterval())
            .setSeed(config.seed());
    ALSModel model = checkpoints.during(() -> solver.fit(interactions));
    return new Factors(
        named(model.userFactors(), Columns.USER_IX), named(model.itemFactors(), Columns.ITEM_IX));
  }

  private static Dataset<Row> named(Dataset<Row> factors, String id) {
    return factors.select(col("id").as(id), col("features").as(Columns.FACTORS));
  }
}
