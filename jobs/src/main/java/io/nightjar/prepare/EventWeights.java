package io.nightjar.prepare;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.least;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.log1p;
import static org.apache.spark.sql.functions.pow;
import static org.apache.spark.sql.functions.round;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.PrepareConfig;
import io.nightjar.config.PrepareConfig.EventWeight;
import io.nightjar.schema.Columns;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Column;

/**
 * What one event says about interest, as column expressions over the events table.
 *
 * <p>interest = weight × transform(value) × 2^(−age / half-life), cut to ± max-weight, and kept as
 * a whole number of 2⁻²⁰ so that sums do not depend on their order. A dislike counts −|weight| ×
 * decay.
 */
final class EventWeights {
  /** Fixed-point units of one unit of weight. */
  static final double SCALE = 1 << 20;

  private static final double MICROS_A_DAY = 86_400_000_000.0;

  private final PrepareConfig config;
  private final LocalDate date;

  EventWeights(PrepareConfig config, LocalDate date) {
    this.config = config;
    this.date = date;
  }

  /** Interest in units of 2⁻²⁰, a long. */
  Column interest() {
    Column plain = perType(this::interest);
    Column bounded = least(greatest(plain, lit(-config.maxWeight())), lit(config.maxWeight()));
    return round(bounded.multiply(SCALE)).cast("bigint");
  }

  /** Whether the event is a dislike. */
  Column dislike() {
    return perType(EventWeights::dislike);
  }

  /** Whether the event keeps the item from being recommended to the user again. */
  Column seen() {
    return perType(type -> lit(type.seen()).or(dislike(type)))
        .and(EventSpan.isOfLast(config.seenDays(), date));
  }

  /** Whether the event is recent enough to train on. */
  Column inWindow() {
    return EventSpan.isOfLast(config.windowDays(), date);
  }

  private Column decay() {
    long end = date.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() * 1_000_000;
    return config
        .halfLifeDays()
        .map(
            halfLife ->
                pow(
                    lit(2.0),
                    unix_micros(col(Columns.EVENT_TIME))
                        .minus(lit(end))
                        .divide(lit(halfLife * MICROS_A_DAY))))
        .orElse(lit(1.0));
  }

  private Column perType(Function<EventWeight, Column> expression) {
    Column chosen = null;
    for (Map.Entry<String, EventWeight> type : config.events().entrySet()) {
      Column is = col(Columns.EVENT_TYPE).equalTo(type.getKey());
      Column value = expression.apply(type.getValue());
      chosen = chosen == null ? when(is, value) : chosen.when(is, value);
    }
    return chosen;
  }

  /**
   * The weight decays before it is multiplied: a value may be so large that the product with the
   * weight alone is infinite, which no decay to 0 would make a number again.
   */
  private Column interest(EventWeight type) {
    Column weight = decay().multiply(type.weight());
    Column value = coalesce(col(Columns.VALUE), lit(1.0));
    Column weighed =
        switch (type.transform()) {
          case NONE -> weight;
          case LINEAR -> value.multiply(weight);
          case LOG -> log1p(greatest(value, lit(0.0))).multiply(weight);
        };
    return when(dislike(type), decay().multiply(-Math.abs(type.weight()))).otherwise(weighed);
  }

  private static Column dislike(EventWeight type) {
    if (type.weight() < 0) {
      return lit(true);
    }
    return type.dislikeBelow()
        .map(below -> coalesce(col(Columns.VALUE).lt(below), lit(false)))
        .orElse(lit(false));
  }
}
