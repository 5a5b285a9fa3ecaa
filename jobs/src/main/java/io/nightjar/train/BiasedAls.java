package io.nightjar.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.slice;

import io.nightjar.config.TrainConfig;
import io.nightjar.schema.Columns;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ratings as μ + b_u + b_i + p_u·q_i (Koren, Bell and Volinsky, "Matrix Factorization Techniques
 * for Recommender Systems", IEEE Computer 42(8), 2009, equation 4): {@link Biases} first, then
 * factors of what they leave. In vectors (p_u, b_u, 1) and (q_i, 1, μ + b_i) a score stays a dot
 * product.
 */
final class BiasedAls implements Factorization {
  private final NightjarAls factors;

  BiasedAls(Checkpoints checkpoints) {
    this.factors = new NightjarAls(checkpoints);
  }

  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    Biases.Fitted biases = Biases.of(interactions, config);
    try {
      return joined(factors.fit(biases.residuals(interactions), config), biases);
    } catch (RuntimeException e) {
      biases.release().run();
      throw e;
    }
  }

  @Override
  public Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config) {
    Biases.Fitted biases = Biases.foldedIn(interactions, fitted.items(), config);
    Factors bare =
        new Factors(
            bare(fitted.users(), Columns.USER_IX, config),
            bare(fitted.items(), Columns.ITEM_IX, config));
    return joined(factors.foldIn(biases.residuals(interactions), bare, config), biases);
  }

  private static Factors joined(Factors factors, Biases.Fitted biases) {
    return new Factors(
        widened(factors.users(), biases.users(), Columns.USER_IX, Biases.Fitted.ofUser()),
        widened(factors.items(), biases.items(), Columns.ITEM_IX, Biases.Fitted.ofItem()),
        factors.losses(),
        () -> {
          factors.close();
          biases.release().run();
        });
  }

  /** Vectors without what {@link #widened} adds. */
  private static Dataset<Row> bare(Dataset<Row> factors, String side, TrainConfig config) {
    return factors.select(
        col(side), slice(col(Columns.FACTORS), 1, config.rank()).as(Columns.FACTORS));
  }

  private static Dataset<Row> widened(
      Dataset<Row> factors, Dataset<Row> biases, String side, Column ends) {
    return factors
        .join(biases, side)
        .select(col(side), concat(col(Columns.FACTORS), ends).as(Columns.FACTORS));
  }
}
