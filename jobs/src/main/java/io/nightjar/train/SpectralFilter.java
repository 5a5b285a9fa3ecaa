package io.nightjar.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.transform;

import io.nightjar.config.TrainConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
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
    Dataset<Row> normalised =
        interactions
            .join(users, Columns.USER_IX)
            .join(items, Columns.ITEM_IX)
            .select(
                col(Columns.USER_IX),
                col(Columns.ITEM_IX),
                lit(1)
                    .divide(sqrt(col(USER_DEGREE)).multiply(sqrt(col(ITEM_DEGREE))))
                    .cast("float")
                    .as(Columns.WEIGHT));
    Factors factors =
        new Alternation(normalised, config, Objective.ofMatrix(), Optional.empty())
            .factors(Alternation::project);
    return new Factors(
        scaled(factors.users(), users, Columns.USER_IX, USER_DEGREE),
        scaled(factors.items(), items, Columns.ITEM_IX, ITEM_DEGREE),
        factors.losses(),
        factors.release());
  }

  private static Dataset<Row> degrees(Dataset<Row> interactions, String side, String degree) {
    return interactions.groupBy(side).agg(count(lit(1)).as(degree));
  }

  /** Vectors times the root of a degree. */
  private static Dataset<Row> scaled(
      Dataset<Row> factors, Dataset<Row> degrees, String side, String degree) {
    Column root = sqrt(col(degree));
    return factors
        .join(degrees, side)
        .select(
            col(side),
            transform(col(Columns.FACTORS), factor -> factor.multiply(root).cast("float"))
                .as(Columns.FACTORS));
  }
}
