package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.map_entries;
import static org.apache.spark.sql.functions.map_from_entries;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.Collection;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Joins tonight's events with those that are there, each once. */
final class EventMerge {
  /** Column with where an event is from. */
  static final String ORIGIN = "__origin";

  /** Column with how often an event came tonight. */
  static final String TIMES = "__times";

  private EventMerge() {}

  /**
   * All events, tonight's bad rows among them.
   *
   * @param existing the events that are there of tonight's dates, in the layout of {@link
   *     Table#EVENTS}
   * @param tonight rows of {@link EventRows}
   * @param sources names of tonight's sources
   * @return the columns of {@link Table#EVENTS}, context as sorted entries, and {@link #ORIGIN}: 0
   *     for an event that was there, the place of its source by name, from 1, for a good one of
   *     tonight; null for a bad one
   */
  static Dataset<Row> union(
      Dataset<Row> existing, Dataset<Row> tonight, Collection<String> sources) {
    Column names = array(sources.stream().sorted().map(functions::lit).toArray(Column[]::new));
    Column origin = when(col(Columns.REASON).isNull(), array_position(names, col(Columns.SOURCE)));
    return existing.select(events(lit(0L))).unionByName(tonight.select(events(origin)));
  }

  /**
   * Keeps good events that are equal in every column once.
   *
   * <p>Bad rows go here and not before: Spark would put the condition before the columns that it is
   * made of, and parse each time once more for every check on it.
   *
   * @param union of {@link #union}, and columns that follow from the events
   * @return {@code union} with the least {@link #ORIGIN} of equal rows; {@link #TIMES} says how
   *     many there were of tonight
   */
  static Dataset<Row> distinct(Dataset<Row> union) {
    Column[] key =
        Stream.of(union.columns())
            .filter(name -> !name.equals(ORIGIN))
            .map(functions::col)
            .toArray(Column[]::new);
    return union
        .groupBy(key)
        .agg(min(col(ORIGIN)).as(ORIGIN), count_if(col(ORIGIN).gt(0)).as(TIMES))
        .where(col(ORIGIN).isNotNull())
        .withColumn(Columns.CONTEXT, map_from_entries(col(Columns.CONTEXT)));
  }

  /** Maps cannot be grouped by; their sorted entries can. */
  private static Column[] events(Column origin) {
    Stream<Column> columns =
        Stream.of(Table.EVENTS.schema().fieldNames())
            .map(
                name ->
                    name.equals(Columns.CONTEXT)
                        ? sort_array(map_entries(col(name))).as(name)
                        : col(name));
    return Stream.concat(columns, Stream.of(origin.as(ORIGIN))).toArray(Column[]::new);
  }
}
