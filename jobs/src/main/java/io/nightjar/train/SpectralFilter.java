package io.nightjar.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.transform;

import io.nightjar.config.TrainConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.train.HalfStep.Pass;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The ideal low-pass filter of GF-CF (Shen et al., "How Powerful is Graph Convolution for
 * Recommendation?", CIKM 2021, equation 10): a user's interactions r become
 *
 * <p>r D^(−½) V Vᵀ D^(½),
 *
 * <p>where D holds the items' numbers of interactions, and V the {@code rank} leading right
 * singular vectors of the interactions, each over the root of its user's number times its item's.
 * So a user's factors are r D^(−½) V, and an item's a row of D^(½) V; in any basis of the space of
 * V, which is all that is asked of it. Only whether a pair interacted counts, not its weight.
 *
 * <p>V is found by {@code iterations} orthogonal iterations (Golub and Van Loan, <i>Matrix
 * Computations</i>, 4th edition, section 8.2.4).
 */
final class SpectralFilter implements Factorization {
  private static final String USER_DEGREE = "user_degree";
  private static final String ITEM_DEGREE = "item_degree";

  private final Checkpoints checkpoints;

  SpectralFilter(Checkpoints checkpoints) {
    this.checkpoints = checkpoints;
  }

  /** {@inheritDoc} Fails with a UserError where there are fewer users or items than factors. */
  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    Dataset<Row> users = degrees(interactions, Columns.USER_IX, USER_DEGREE);
    Dataset<Row> items = degrees(interactions, Columns.ITEM_IX, ITEM_DEGREE);
    long most = Math.min(users.count(), items.count());
    if (config.rank() > most) {
      throw new UserError(
          "train.rank is %d, but users and items have no more than %d singular vectors: lower it"
              .formatted(config.rank(), most));
    }
    Factors factors =
        new Alternation(
                normalised(interactions, users, items),
                config,
                Objective.ofMatrix(),
                Optional.empty(),
                checkpoints)
            .factors(Alternation::project);
    return new Factors(
        scaled(factors.users(), users, Columns.USER_IX, sqrt(col(USER_DEGREE))),
        scaled(factors.items(), items, Columns.ITEM_IX, sqrt(col(ITEM_DEGREE))),
        factors.losses(),
        factors.release());
  }

  /** {@inheritDoc} Of D and V as they were fitted. */
  @Override
  public Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config) {
    String[] user = {Columns.USER_IX};
    Dataset<Row> learnt = interactions.join(fitted.users(), user, "left_semi");
    Dataset<Row> items = degrees(learnt, Columns.ITEM_IX, ITEM_DEGREE);
    Dataset<Row> ofFitted = interactions.join(items.select(Columns.ITEM_IX), Columns.ITEM_IX);
    Dataset<Row> users = degrees(ofFitted, Columns.USER_IX, USER_DEGREE);
    Factors vectors =
        new Factors(
            fitted.users(),
            scaled(fitted.items(), items, Columns.ITEM_IX, lit(1).divide(sqrt(col(ITEM_DEGREE)))));
    Factors folded =
        new Alternation(
                normalised(ofFitted, users, items),
                config,
                Objective.ofMatrix(),
                Optional.of(vectors),
                checkpoints)
            .factors(alternation -> alternation.solveUsers(Pass.ORTHOGONAL));
    return new Factors(
        scaled(folded.users(), users, Columns.USER_IX, sqrt(col(USER_DEGREE))),
        fitted.items(),
        folded.losses(),
        folded.release());
  }

  private static Dataset<Row> normalised(
      Dataset<Row> interactions, Dataset<Row> users, Dataset<Row> items) {
    return interactions
        .join(users, Columns.USER_IX)
        .join(items, Columns.ITEM_IX)
        .select(
            col(Columns.USER_IX),
            col(Columns.ITEM_IX),
            lit(1)
                .divide(sqrt(col(USER_DEGREE)).multiply(sqrt(col(ITEM_DEGREE))))
                .cast("float")
                .as(Columns.WEIGHT));
  }

  private static Dataset<Row> degrees(Dataset<Row> interactions, String side, String degree) {
    return interactions.groupBy(side).agg(count(lit(1)).as(degree));
  }

  /** Vectors times something of a degree. */
  private static Dataset<Row> scaled(
      Dataset<Row> factors, Dataset<Row> degrees, String side, Column times) {
    return factors
        .join(degrees, side)
        .select(
            col(side),
            transform(col(Columns.FACTORS), factor -> factor.multiply(times).cast("float"))
                .as(Columns.FACTORS));
  }
}
