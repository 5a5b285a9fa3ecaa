package io.nightjar.prepare;

import static org.apache.spark.sql.functions.bit_or;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.PrepareConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.time.LocalDate;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** Events, summed up per user and item. */
final class Interactions {
  private static final String HELD_OUT = "held_out";
  private static final String INTEREST = "interest";

  /** Whether a pair has an event that is not held out. */
  private static final String KNOWN = "known";

  /** Whether a pair has an event that is held out and shows interest. */
  private static final String WANTED = "wanted";

  /** Whether a pair is to be ranked, wanted or not. */
  private static final String OFFERED = "offered";

  /** What a pair's held-out events weigh. */
  private static final String HELD_WEIGHT = "held_weight";

  /** Whether a pair's user is one whom nothing is learnt from. */
  private static final String FOLDED_IN = "folded_in";

  /**
   * Sums up events, in one pass over them.
   *
   * @param events {@link Table#EVENTS}, none after the logical date
   * @param holdout what is held out
   * @param users {@link Table#USER_INDEX}
   * @param items {@link Table#ITEM_INDEX}
   * @param date the logical date, from whose end events age
   * @param partitions how many parts the events are worked on in; the result does not depend on it
   * @return every pair with an event, for {@link #known} and {@link #truth}
   */
  static Dataset<Row> of(
      Dataset<Row> events,
      Holdout holdout,
      Dataset<Row> users,
      Dataset<Row> items,
      PrepareConfig config,
      LocalDate date,
      int partitions) {
    // All that follows looks at one user at a time: events move once.
    Dataset<Row> byUser =
        events
            .repartition(partitions, col(Columns.USER_ID))
            .withColumn(HELD_OUT, holdout.heldOut())
            .withColumn(OFFERED, holdout.offered())
            .withColumn(FOLDED_IN, holdout.foldedIn());
    return limit(pairs(byUser, users, items, config, date), config);
  }

  /**
   * What may be learnt from.
   *
   * @param pairs of {@link #of}
   * @return {@link Table#INTERACTIONS}: every pair with an event that is not held out; weight 0
   *     where there is nothing to train on
   */
  static Dataset<Row> known(Dataset<Row> pairs) {
    return pairs
        .where(col(KNOWN))
        .select(
            col(Columns.USER_IX),
            col(Columns.ITEM_IX),
            col(Columns.WEIGHT),
            col(Columns.SEEN),
            col(Columns.LAST_AT),
            not(col(FOLDED_IN)).as(Columns.LEARNT));
  }

  /**
   * What lists and predictions are judged by, for users who are trained on or folded in. Relevant,
   * what a good list would have named: held-out pairs that show interest and are new to the user,
   * of items that are trained on. Irrelevant, such pairs of other items, and what else is to be
   * ranked for these users, known to them or not.
   *
   * @param pairs of {@link #of}
   * @param unknownItems whether an item that is not trained on, which no list can name, is relevant
   *     all the same: a given test set is taken as it is
   * @return {@link Table#TRUTH}
   */
  static Dataset<Row> truth(Dataset<Row> pairs, boolean unknownItems) {
    Dataset<Row> trained = pairs.where(trained());
    Column wanted = wanted();
    Dataset<Row> learnt =
        trained
            .where(not(col(FOLDED_IN)))
            .select(Columns.ITEM_IX)
            .distinct()
            .withColumn(Columns.LEARNT, lit(true));
    return pairs
        .where(wanted.or(col(OFFERED)))
        .join(trained.select(Columns.USER_IX).distinct(), Columns.USER_IX)
        .join(learnt, new String[] {Columns.ITEM_IX}, "left")
        .select(
            col(Columns.USER_IX),
            col(Columns.ITEM_IX),
            wanted.and(lit(unknownItems).or(col(Columns.LEARNT).isNotNull())).as(Columns.RELEVANT),
            col(HELD_WEIGHT).as(Columns.WEIGHT),
            col(Columns.EVENTS));
  }

  /**
   * Users with held-out pairs that show interest, who are not trained on: whom no model knows.
   *
   * @param pairs of {@link #of}
   */
  static long coldUsers(Dataset<Row> pairs) {
    return pairs
        .groupBy(Columns.USER_ID)
        .agg(max(trained()).as(KNOWN), max(wanted()).as(WANTED))
        .where(col(WANTED).and(not(col(KNOWN))))
        .count();
  }

  private static Column wanted() {
    return col(WANTED).and(not(col(KNOWN)));
  }

  private static Dataset<Row> pairs(
      Dataset<Row> events,
      Dataset<Row> users,
      Dataset<Row> items,
      PrepareConfig config,
      LocalDate date) {
    EventWeights weights = new EventWeights(config, date);
    Column known = not(col(HELD_OUT));
    Column heldOut = col(HELD_OUT).and(not(col(OFFERED)));
    EventTypes types = EventTypes.of(config);
    Column interest = when(known.and(weights.inWindow()), weights.interest()).otherwise(lit(0L));
    return events
        .groupBy(Columns.USER_ID, Columns.ITEM_ID)
        .agg(
            sum(interest).as(INTEREST),
            max(known.and(weights.seen())).as(Columns.SEEN),
            max(when(known, col(Columns.EVENT_TIME))).as(Columns.LAST_AT),
            max(known).as(KNOWN),
            max(heldOut.and(weights.interest().gt(0))).as(WANTED),
            max(col(OFFERED)).as(OFFERED),
            max(col(FOLDED_IN)).as(FOLDED_IN),
            sum(when(heldOut, weights.interest()).otherwise(lit(0L))).as(HELD_WEIGHT),
            bit_or(when(heldOut.and(weights.interest().gt(0)), types.bit()).otherwise(lit(0L)))
                .as(Columns.EVENTS))
        .join(users.hint("shuffle_hash"), Columns.USER_ID)
        .join(items, Columns.ITEM_ID)
        .select(
            col(Columns.USER_ID),
            col(Columns.USER_IX),
            col(Columns.ITEM_IX),
            capped(INTEREST, config).as(Columns.WEIGHT),
            col(Columns.SEEN),
            col(Columns.LAST_AT),
            col(KNOWN),
            col(WANTED),
            col(OFFERED),
            col(FOLDED_IN),
            capped(HELD_WEIGHT, config).as(HELD_WEIGHT),
            types.names(col(Columns.EVENTS)).as(Columns.EVENTS));
  }

  /** Sets the weight of pairs beyond the configured caps and minimum counts to 0. */
  private static Dataset<Row> limit(Dataset<Row> pairs, PrepareConfig config) {
    Dataset<Row> limited =
        keepWhere(
            pairs,
            row_number()
                .over(
                    Window.partitionBy(Columns.USER_ID)
                        .orderBy(
                            trained().desc(), col(Columns.LAST_AT).desc(), col(Columns.ITEM_IX)))
                .leq(config.maxItemsPerUser()));
    if (config.minUsersPerItem() > 1) {
      limited = keepWhere(limited, trainedPer(Columns.ITEM_IX).geq(config.minUsersPerItem()));
    }
    if (config.minItemsPerUser() > 1) {
      limited = keepWhere(limited, trainedPer(Columns.USER_ID).geq(config.minItemsPerUser()));
    }
    return limited;
  }

  /** A weight in 0..max-weight of a sum of interest. */
  private static Column capped(String interest, PrepareConfig config) {
    Column weight = col(interest).divide(EventWeights.SCALE);
    return greatest(least(weight, lit(config.maxWeight())), lit(0.0)).cast("float");
  }

  private static Dataset<Row> keepWhere(Dataset<Row> pairs, Column keep) {
    return pairs
        .withColumn("keep", keep)
        .withColumn(
            Columns.WEIGHT, when(col("keep"), col(Columns.WEIGHT)).otherwise(lit(0).cast("float")))
        .drop("keep");
  }

  private static Column trainedPer(String column) {
    return count(when(trained(), lit(1))).over(Window.partitionBy(column));
  }

  private static Column trained() {
    return col(Columns.WEIGHT).gt(0);
  }

  private Interactions() {}
}
