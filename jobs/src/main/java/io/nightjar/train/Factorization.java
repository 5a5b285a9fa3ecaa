package io.nightjar.train;

import io.nightjar.config.TrainConfig;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** A solver that explains interactions by latent factors of users and items. */
public interface Factorization {
  /**
   * The factors of both sides.
   *
   * @param users {@link Table#USER_FACTORS}
   * @param items {@link Table#ITEM_FACTORS}
   * @param losses what the solver minimised, after each iteration; empty if it does not say
   * @param release gives up what both are kept in
   */
  record Factors(Dataset<Row> users, Dataset<Row> items, List<Double> losses, Runnable release)
      implements AutoCloseable {
    /** Factors that nothing is kept for. */
    Factors(Dataset<Row> users, Dataset<Row> items) {
      this(users, items, List.of(), () -> {});
    }

    @Override
    public void close() {
      release.run();
    }
  }

  /**
   * Fits the factors.
   *
   * @param interactions user number, item number, weight &gt; 0 and finite; one row a pair, not
   *     empty
   * @return factors of {@code rank} floats for every user and item in the interactions; the same
   *     for the same rows, settings and seed, whatever the cluster
   */
  Factors fit(Dataset<Row> interactions, TrainConfig config);

  /**
   * Folds users in: their vectors, with the items' as they were fitted.
   *
   * @param interactions as of {@link #fit}: of the users who were fitted, and of others
   * @param fitted what {@link #fit} came to; kept until the result is closed
   * @return vectors of all users with an item that was fitted, and the fitted items
   * @throws UnsupportedOperationException if the solver cannot
   */
  Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config);
}
