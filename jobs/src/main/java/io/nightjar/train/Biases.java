package io.nightjar.train;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.config.TrainConfig;
import io.nightjar.dense.ExactSum;
import io.nightjar.schema.Columns;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * The part of ratings that needs no factors: μ + b_u + b_i, the mean of all ratings and how far
 * each user and each item lies from it (Koren, "Factor in the Neighbors", ACM TKDD 4(1), 2010,
 * section 2.1). Found by {@value #PASSES} alternating passes, each bias being the mean of what the
 * other side leaves, of n ratings over n + {@code bias-regularization}.
 *
 * <p>As a model of its own it is the baseline of rating prediction, in vectors of two factors:
 * (b_u, 1) and (1, μ + b_i).
 */
final class Biases implements Factorization {
  private static final int PASSES = 10;

  private static final String BIAS = "bias";
  private static final String USER_BIAS = "user_bias";
  private static final String ITEM_BIAS = "item_bias";

  /**
   * What a fit comes to.
   *
   * @param users user number and bias
   * @param items item number and bias, the mean of all ratings with it
   */
  record Fitted(Dataset<Row> users, Dataset<Row> items, Runnable release) {
    /** What the biases leave of the ratings: user number, item number, weight. */
    Dataset<Row> residuals(Dataset<Row> interactions) {
      return interactions
          .join(users, Columns.USER_IX)
          .join(items, Columns.ITEM_IX)
          .select(
              col(Columns.USER_IX),
              col(Columns.ITEM_IX),
              col(Columns.WEIGHT)
                  .minus(col(USER_BIAS))
                  .minus(col(ITEM_BIAS))
                  .cast("float")
                  .as(Columns.WEIGHT));
    }

    /** (b_u, 1) for each user. */
    static Column ofUser() {
      return array(col(USER_BIAS).cast("float"), lit(1f));
    }

    /** (1, μ + b_i) for each item. */
    static Column ofItem() {
      return array(lit(1f), col(ITEM_BIAS).cast("float"));
    }
  }

  @Override
  public Factors fit(Dataset<Row> interactions, TrainConfig config) {
    return factors(of(interactions, config));
  }

  @Override
  public Factors foldIn(Dataset<Row> interactions, Factors fitted, TrainConfig config) {
    return factors(foldedIn(interactions, fitted.items(), config));
  }

  private static Factors factors(Fitted biases) {
    return new Factors(
        biases.users().select(col(Columns.USER_IX), Fitted.ofUser().as(Columns.FACTORS)),
        biases.items().select(col(Columns.ITEM_IX), Fitted.ofItem().as(Columns.FACTORS)),
        List.of(),
        biases.release());
  }

  /**
   * The biases of the users in the interactions, the items' as they were fitted.
   *
   * @param fitted items' vectors, which end in their biases
   */
  static Fitted foldedIn(Dataset<Row> interactions, Dataset<Row> fitted, TrainConfig config) {
    Column bias = element_at(col(Columns.FACTORS), -1).cast("double").as(ITEM_BIAS);
    Dataset<Row> items = fitted.select(col(Columns.ITEM_IX), bias);
    Column left = col(Columns.WEIGHT).cast("double").minus(col(ITEM_BIAS));
    return new Fitted(
        interactions
            .join(items, Columns.ITEM_IX)
            .groupBy(Columns.USER_IX)
            .agg(biasOf(left, config.biasRegularization()).as(USER_BIAS)),
        items,
        () -> {});
  }

  /** The biases of all users and items in the interactions. */
  static Fitted of(Dataset<Row> interactions, TrainConfig config) {
    double shrinkage = config.biasRegularization();
    Row all = interactions.agg(ExactSum.of(col(Columns.WEIGHT)), count(lit(1))).first();
    Column mean = lit(ExactSum.value(all.getLong(0)) / all.getLong(1));
    Dataset<Row> ratings =
        interactions
            .withColumn(Columns.WEIGHT, col(Columns.WEIGHT).cast("double").minus(mean))
            .persist();
    Kept users = null;
    Kept items = null;
    for (int pass = 0; pass < PASSES; pass++) {
      Kept before = users;
      items = step(ratings, users, items, Columns.ITEM_IX, shrinkage);
      users = step(ratings, items, before, Columns.USER_IX, shrinkage);
    }
    JavaRDD<Row> ofUsers = users.rows();
    JavaRDD<Row> ofItems = items.rows();
    return new Fitted(
        users.table().withColumnRenamed(BIAS, USER_BIAS),
        items.table().select(col(Columns.ITEM_IX), col(BIAS).plus(mean).as(ITEM_BIAS)),
        () -> {
          ofUsers.unpersist();
          ofItems.unpersist();
          ratings.unpersist();
        });
  }

  /**
   * A table that is kept, and whose plan ends there: that of a pass would hold those of all passes
   * before.
   */
  private record Kept(JavaRDD<Row> rows, Dataset<Row> table) {
    static Kept of(Dataset<Row> table) {
      JavaRDD<Row> rows = table.toJavaRDD().persist(StorageLevel.MEMORY_AND_DISK());
      // What it is made of is given up next.
      rows.count();
      return new Kept(rows, table.sparkSession().createDataFrame(rows, table.schema()));
    }
  }

  /**
   * The biases of one side.
   *
   * @param others biases of the other side, or null for none yet
   * @param before biases of this side, which are given up, or null
   */
  private static Kept step(
      Dataset<Row> ratings, Kept others, Kept before, String side, double shrinkage) {
    String other = side.equals(Columns.USER_IX) ? Columns.ITEM_IX : Columns.USER_IX;
    Column weight = col(Columns.WEIGHT);
    Dataset<Row> joined = others == null ? ratings : ratings.join(others.table(), other);
    Column left = others == null ? weight : weight.minus(col(BIAS));
    Kept biases = Kept.of(joined.groupBy(side).agg(biasOf(left, shrinkage).as(BIAS)));
    if (before != null) {
      before.rows().unpersist();
    }
    return biases;
  }

  /** The bias of a group of ratings, of what the other side leaves of them. */
  private static Column biasOf(Column left, double shrinkage) {
    return ExactSum.value(ExactSum.of(left)).divide(count(lit(1)).plus(lit(shrinkage)));
  }
}
