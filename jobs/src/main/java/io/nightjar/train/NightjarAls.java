package io.nightjar.train;

import io.nightjar.config.TrainConfig;
import io.nightjar.schema.Columns;
import io.nightjar.train.HalfStep.Pass;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Our alternating least squares: minimises {@link Objective} by {@link Alternation}.
 *
 * <p>Factors begin near the minimum: random ones, after a few orthogonal iterations ({@link
 * io.nightjar.linalg.Projection}). From the second iteration on (the third, if there are none of
 * these), items are solved for users who have gone most of the way again that they came in the
 * last, which leads to the same minimum in fewer iterations (Mitchell, Ye, De Sterck, "Nesterov
 * Acceleration of Alternating Least Squares for Canonical Tensor Decomposition", Numerical Linear
 * Algebra with Applications 27, 2020, with restarts: after an iteration in which the loss has not
 * fallen, the next goes without). Users are then solved for those items.
 */
final class NightjarAls implements Factorization {
  private final Checkpoints checkpoints;
  private final Optional<Factors> start;

  /** A solver that begins with random factors. */
  NightjarAls(Checkpoints checkpoints) {
    this(checkpoints, Optional.empty());
  }

  /**
   * A solver that begins with given factors.
   *
   * @param start of any users and items; others begin with random ones
   */
  NightjarAls(Checkpoints checkpoints, Optional<Factors> start) {
    this.checkpoints = checkpoints;
    this.start = start;
  }

  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    return new Alternation(interactions, config, new Objective(config), start, checkpoints)
        .factors(Alternation::iterate);
  }

  /** {@inheritDoc} They minimise the objective exactly. */
  @Override
  public Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config) {
    Dataset<Row> ofFitted =
        interactions
            .join(fitted.items(), Columns.ITEM_IX)
            .select(Columns.USER_IX, Columns.ITEM_IX, Columns.WEIGHT);
    return new Alternation(
            ofFitted, config, new Objective(config), Optional.of(fitted), checkpoints)
        .factors(alternation -> alternation.solveUsers(Pass.EXACT));
  }
}
