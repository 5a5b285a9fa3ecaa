package io.nightjar.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.date_trunc;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.pmod;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.xxhash64;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.schema.Columns;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;

/**
 * Splits a log into what a model may learn from and what it is measured by.
 *
 * <p>{@code time}: everything from one instant on, the same for all users, is held out, so that no
 * model sees the future. {@code last}: the latest event of every user with at least two. {@code
 * random}: a share of the pairs of user and item, all their events; of several folds one. {@code
 * users}: of a share of the users, a share of their pairs, and the rest is folded in: lists are
 * made from it, and nothing is learnt from it (strong generalisation, as in Liang et al.,
 * "Variational Autoencoders for Collaborative Filtering", WWW 2018, section 4). {@code given}: the
 * events of some types.
 *
 * @param heldOut whether an event is held out; may look at all events of its user
 * @param offered whether an event only says that its item is to be ranked; it is held out as well
 * @param foldedIn whether an event's user is one whom nothing is learnt from
 */
record Holdout(Column heldOut, Column offered, Column foldedIn) {
  /** Pairs are drawn in steps of one in so many. */
  private static final int RESOLUTION = 1_000_000;

  /** Another than those of pairs. */
  private static final int USERS_SEED = -1;

  /** What is drawn of the pairs of a drawn user is drawn by another seed than the users. */
  private static final int FOLD_IN_SEED = 1_000_003;

  private static final String TESTED = "tested";

  /** Holds nothing out. */
  static Holdout none() {
    return new Holdout(lit(false), lit(false), lit(false));
  }

  /** Some events, and what is held out of them. */
  record Split(Dataset<Row> events, Holdout holdout) {}

  /**
   * The events to be learnt from or measured on, and what is held out of them, as configured.
   *
   * @param recent whether an event is recent enough to learn from; {@code time} holds out a share
   *     of such events, so that some are left to learn from
   */
  static Split split(Dataset<Row> events, Column recent, EvaluateConfig config) {
    Dataset<Row> some = ofUsers(events, config.userShare());
    if (config.window() == EvaluateConfig.Window.TEST) {
      return new Split(some, test(some, recent, config));
    }
    Dataset<Row> rest = withoutTest(some, recent, config);
    return new Split(rest, validation(rest, recent, config));
  }

  private static Holdout test(Dataset<Row> events, Column recent, EvaluateConfig config) {
    Column offered = isOfType(config.candidateEvents());
    Column foldedIn = isFoldedIn(config, config.seed(), config.fold());
    Column heldOut =
        switch (config.split()) {
          case TIME -> isFromCut(events.where(recent.and(not(offered))), config.testShare());
          case LAST -> isLast(offered);
          case RANDOM -> isDrawn(config, config.seed(), config.fold());
          case USERS -> foldedIn.and(isBeyondFoldIn(config));
          case GIVEN -> isOfType(config.testEvents());
        };
    return new Holdout(heldOut.or(offered), offered, foldedIn);
  }

  /**
   * What is held out of events that the test window is not among.
   *
   * @param events from {@link #withoutTest}
   */
  private static Holdout validation(Dataset<Row> events, Column recent, EvaluateConfig config) {
    Column foldedIn = isFoldedIn(config, config.seed() + 1, 0);
    Column heldOut =
        switch (config.split()) {
          case TIME -> isFromCut(events.where(recent), config.testShare());
          case LAST -> isLast(lit(false));
          case RANDOM, GIVEN -> isDrawn(config, config.seed() + 1, 0);
          case USERS -> foldedIn.and(isBeyondFoldIn(config));
        };
    return new Holdout(heldOut, lit(false), foldedIn);
  }

  /** Events that are no part of the test window; the rest is as if it had never been. */
  private static Dataset<Row> withoutTest(
      Dataset<Row> events, Column recent, EvaluateConfig config) {
    Holdout test = test(events, recent, config);
    return events
        .withColumn(TESTED, test.heldOut().or(test.foldedIn()))
        .where(not(col(TESTED)))
        .drop(TESTED);
  }

  /** The events of a share of the users. */
  private static Dataset<Row> ofUsers(Dataset<Row> events, double share) {
    return share == 1
        ? events
        : events.where(isWithin(drawn(USERS_SEED, Columns.USER_ID), 0, share));
  }

  private static Column isOfType(List<String> types) {
    return col(Columns.EVENT_TYPE).isInCollection(types);
  }

  private static Column isDrawn(EvaluateConfig config, int seed, int fold) {
    return isOfFold(drawn(seed, Columns.USER_ID, Columns.ITEM_ID), config, fold);
  }

  private static Column isFoldedIn(EvaluateConfig config, int seed, int fold) {
    return config.split() == EvaluateConfig.Split.USERS
        ? isOfFold(drawn(seed, Columns.USER_ID), config, fold)
        : lit(false);
  }

  private static Column isBeyondFoldIn(EvaluateConfig config) {
    int seed = config.seed() + FOLD_IN_SEED;
    return isWithin(drawn(seed, Columns.USER_ID, Columns.ITEM_ID), config.foldInShare(), 1);
  }

  private static Column isOfFold(Column drawn, EvaluateConfig config, int fold) {
    return isWithin(drawn, fold * config.testShare(), (fold + 1) * config.testShare());
  }

  /** A number below {@value #RESOLUTION}, by a hash of a seed and ids. */
  private static Column drawn(int seed, String... ids) {
    Column[] hashed =
        Stream.concat(Stream.of(lit(seed)), Arrays.stream(ids).map(functions::col))
            .toArray(Column[]::new);
    return pmod(xxhash64(hashed), lit((long) RESOLUTION));
  }

  private static Column isWithin(Column drawn, double from, double to) {
    return drawn
        .geq(lit(Math.round(from * RESOLUTION)))
        .and(drawn.lt(lit(Math.round(to * RESOLUTION))));
  }

  private static Column isFromCut(Dataset<Row> events, double share) {
    return col(Columns.EVENT_TIME).geq(lit(cut(events, share)));
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

  private static Column isLast(Column offered) {
    WindowSpec latestFirst =
        Window.partitionBy(col(Columns.USER_ID), offered)
            .orderBy(
                col(Columns.EVENT_TIME).desc(),
                col(Columns.ITEM_ID).desc(),
                col(Columns.EVENT_TYPE),
                col(Columns.VALUE),
                map_entries(col(Columns.CONTEXT)));
    Column hasAnother = lead(lit(1), 1).over(latestFirst).isNotNull();
    return row_number().over(latestFirst).equalTo(1).and(hasAnother);
  }
}
