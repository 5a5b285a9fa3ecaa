package io.nightjar.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.row_number;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.PrepareConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/**
 * Splits a log into what a model may learn from and what it is measured by.
 *
 * <p>{@code time}: everything from one instant on, the same for all users, is held out, so that no
 * model sees the future. {@code last}: the latest event of every user with at least two.
 */
final class Holdout {
  private static final String HELD = "held_out";

  private final Dataset<Row> marked;

  private Holdout(Dataset<Row> marked) {
    this.marked = marked;
  }

  /** Splits events as configured. */
  static Holdout split(Dataset<Row> events, EvaluateConfig config) {
    Column held =
        switch (config.split()) {
          case TIME -> col(Columns.EVENT_TIME).geq(lit(cut(events, config.testShare())));
          case LAST -> isLast();
        };
    return new Holdout(events.withColumn(HELD, held));
  }

  /** What a model may learn from. */
  Dataset<Row> train() {
    return marked.where(col(HELD).equalTo(false)).drop(HELD);
  }

  /**
   * What a good list would have named: pairs of held-out positive events, new to the user, of users
   * and items that were trained on.
   *
   * @param interactions {@link Table#INTERACTIONS} of {@link #train()}
   * @return {@link Table#TRUTH}
   */
  Dataset<Row> truth(
      Dataset<Row> interactions,
      Dataset<Row> users,
      Dataset<Row> items,
      PrepareConfig config,
      LocalDate date) {
    EventWeights weights = new EventWeights(config, date);
    Dataset<Row> trained = interactions.where(col(Columns.WEIGHT).gt(0));
    return marked
        .where(col(HELD).and(weights.interest().gt(0)))
        .select(Columns.USER_ID, Columns.ITEM_ID)
        .distinct()
        .join(users, Columns.USER_ID)
        .join(items, Columns.ITEM_ID)
        .select(Columns.USER_IX, Columns.ITEM_IX)
        .join(trained.select(Columns.USER_IX).distinct(), Columns.USER_IX)
        .join(trained.select(Columns.ITEM_IX).distinct(), Columns.ITEM_IX)
        .join(interactions, new String[] {Columns.USER_IX, Columns.ITEM_IX}, "left_anti");
  }

  /**
   * The instant, to a second, before which at least 1 − share of the events lie. Exact: counts per
   * day, then per second of one day, are all that reaches the driver.
   */
  private static Timestamp cut(Dataset<Row> events, double share) {
    List<Row> days =
        events.groupBy(Columns.DATE).agg(count(lit(1))).orderBy(Columns.DATE).collectAsList();
    long total = days.stream().mapToLong(day -> day.getLong(1)).sum();
    long wanted = (long) Math.ceil(total * (1 - share));
    long before = 0;
    for (Row day : days) {
      if (before + day.getLong(1) >= wanted) {
        return cutWithin(events.where(col(Columns.DATE).equalTo(day.get(0))), wanted - before);
      }
      before += day.getLong(1);
    }
    return new Timestamp(0);
  }

  private static Timestamp cutWithin(Dataset<Row> day, long wanted) {
    List<Row> seconds =
        day.groupBy(date_trunc("second", col(Columns.EVENT_TIME)).as("second"))
            .agg(count(lit(1)))
            .orderBy("second")
            .collectAsList();
    long before = 0;
    Timestamp last = new Timestamp(0);
    for (Row second : seconds) {
      last = second.getTimestamp(0);
      before += second.getLong(1);
      if (before >= wanted) {
        break;
      }
    }
    return new Timestamp(last.getTime() + 1000);
  }

  private static Column isLast() {
    return row_number()
        .over(
            Window.partitionBy(Columns.USER_ID)
                .orderBy(
                    col(Columns.EVENT_TIME).desc(),
                    col(Columns.ITEM_ID).desc(),
                    col(Columns.EVENT_TYPE),
                    col(Columns.VALUE),
                    map_entries(col(Columns.CONTEXT))))
        .equalTo(1)
        .and(count(lit(1)).over(Window.partitionBy(Columns.USER_ID)).gt(1));
  }
}
