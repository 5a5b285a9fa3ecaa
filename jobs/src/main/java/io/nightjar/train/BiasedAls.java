package io.nightjar.train;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;

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
  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    Biases.Fitted biases = Biases.of(interactions, config);
    try {
      Factors factors = new NightjarAls().fit(biases.residuals(interactions), config);
      return new Factors(
          widened(factors.users(), biases.users(), Columns.USER_IX, Biases.Fitted.ofUser()),
          widened(factors.items(), biases.items(), Columns.ITEM_IX, Biases.Fitted.ofItem()),
          factors.losses(),
          () -> {
            factors.close();
            biases.release().run();
          });
    } catch (RuntimeException e) {
      biases.release().run();
      throw e;
    }
  }

  private static Dataset<Row> widened(
      Dataset<Row> factors, Dataset<Row> biases, String side, Column ends) {
    return factors
        .join(biases, side)
        .select(col(side), concat(col(Columns.FACTORS), ends).as(Columns.FACTORS));
  }
}
