package io.nightjar.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.config.PrepareConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import java.time.LocalDate;
import java.util.Optional;
import org.apache.spark.sql.Column;

/**
 * The days of {@link Table#EVENTS} that a night works on: up to its logical date, and where both
 * {@code prepare.window-days} and {@code prepare.seen-days} are set, no more than the larger of
 * them. What is older says nothing then, and is not read.
 *
 * @param first the first day, where there is one
 * @param last the last day
 */
public record EventSpan(Optional<LocalDate> first, LocalDate last) {
  /** The days of a night. */
  public static EventSpan of(PrepareConfig config, LocalDate date) {
    Optional<LocalDate> first =
        config
            .windowDays()
            .flatMap(window -> config.seenDays().map(seen -> Math.max(window, seen)))
            .map(days -> firstOf(days, date));
    return new EventSpan(first, date);
  }

  /** Whether a file of the events table is of these days. */
  public boolean contains(DataFile file) {
    String day = file.partition();
    return day.compareTo(last.toString()) <= 0
        && first.map(f -> day.compareTo(f.toString()) >= 0).orElse(true);
  }

  /** Whether an event is of these days. */
  public Column containsEvent() {
    Column upToLast = col(Columns.DATE).leq(lit(last.toString()).cast("date"));
    return first.map(f -> upToLast.and(isFrom(f))).orElse(upToLast);
  }

  @Override
  public String toString() {
    return first.map(f -> "from " + f + " ").orElse("") + "up to " + last;
  }

  /** Whether an event is of the last so many days of a night, or later. */
  static Column isOfLast(Optional<Integer> days, LocalDate date) {
    return days.map(d -> isFrom(firstOf(d, date))).orElse(lit(true));
  }

  private static Column isFrom(LocalDate first) {
    return col(Columns.DATE).geq(lit(first.toString()).cast("date"));
  }

  private static LocalDate firstOf(int days, LocalDate date) {
    return date.minusDays(days - 1L);
  }
}
