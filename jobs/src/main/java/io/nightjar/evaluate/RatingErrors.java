package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.abs;
import static org.apache.spark.sql.functions.aggregate;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.zip_with;

import io.nightjar.dense.ExactSum;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * How far predicted ratings lie from those held out (Herlocker et al., "Evaluating Collaborative
 * Filtering Recommender Systems", ACM TOIS 22(1), 2004, section 4.1). A prediction is a dot product
 * of factors, no less than the least rating learnt from, and no more than the greatest. Of an item
 * without factors it is what is known without: the mean of all ratings, and the user's bias if
 * there are biases.
 *
 * <p>Two joins, of the held-out pairs with the factors of their users and then of their items. Sums
 * are of whole numbers of 2⁻²⁰, so that they do not depend on the order of the pairs.
 *
 * @param rmse root of the mean squared error
 * @param mae mean of the absolute error
 * @param ratings how many ratings both are over
 * @param ofUnknownItems how many of these are of items without factors
 */
record RatingErrors(double rmse, double mae, long ratings, long ofUnknownItems) {
  private static final String ITEM_FACTORS = "item_factors";
  private static final String ERROR = "error";

  /**
   * Errors; empty if nothing is held out.
   *
   * @param truth {@link Table#TRUTH}
   * @param learnt interactions with a weight above 0
   * @param users {@link Table#USER_FACTORS}
   * @param items {@link Table#ITEM_FACTORS}
   * @param biased whether a user's factors end in the bias and 1
   */
  static Optional<RatingErrors> of(
      Dataset<Row> truth,
      Dataset<Row> learnt,
      Dataset<Row> users,
      Dataset<Row> items,
      boolean biased) {
    Column weight = col(Columns.WEIGHT);
    Row known = learnt.agg(ExactSum.of(weight), count(lit(1)), min(weight), max(weight)).first();
    if (known.getLong(1) == 0) {
      return Optional.empty();
    }
    Column mean = lit(ExactSum.value(known.getLong(0)) / known.getLong(1));
    Column ofUser = biased ? element_at(col(Columns.FACTORS), -2).cast("double") : lit(0.0);
    Column products =
        zip_with(
            col(Columns.FACTORS),
            col(ITEM_FACTORS),
            (x, y) -> x.cast("double").multiply(y.cast("double")));
    Column dot = aggregate(products, lit(0.0), Column::plus);
    Column prediction =
        least(
            greatest(coalesce(dot, mean.plus(ofUser)), lit((double) known.getFloat(2))),
            lit((double) known.getFloat(3)));
    Row sums =
        truth
            .where(weight.gt(0))
            .join(users, Columns.USER_IX)
            .join(
                items.withColumnRenamed(Columns.FACTORS, ITEM_FACTORS),
                new String[] {Columns.ITEM_IX},
                "left")
            .select(col(ITEM_FACTORS), prediction.minus(weight.cast("double")).as(ERROR))
            .agg(
                ExactSum.of(col(ERROR).multiply(col(ERROR))),
                ExactSum.of(abs(col(ERROR))),
                count(lit(1)),
                count(col(ITEM_FACTORS)))
            .first();
    long ratings = sums.getLong(2);
    return ratings == 0
        ? Optional.empty()
        : Optional.of(
            new RatingErrors(
                Math.sqrt(ExactSum.value(sums.getLong(0)) / ratings),
                ExactSum.value(sums.getLong(1)) / ratings,
                ratings,
                ratings - sums.getLong(3)));
  }
}
