package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.element_at;
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
  private static final String ORIGIN = "__origin";

  private EventMerge() {}

  /**
   * The distinct union: events equal in every column are one.
   *
   * @param existing the events that are there of tonight's dates, in the layout of {@link
   *     Table#EVENTS}
   * @param tonight good rows of {@link EventRows}
   * @param sources names of tonight's sources
   * @return the columns of {@link Table#EVENTS}, and {@link Columns#SOURCE} with the source that
   *     brought an event tonight, the first by name if several did; null for one that was there
   */
  static Dataset<Row> merge(
      Dataset<Row> existing, Dataset<Row> tonight, Collection<String> sources) {
    Column[] names = sources.stream().sorted().map(functions::lit).toArray(Column[]::new);
    Column sorted = functions.array(names);
    Dataset<Row> all =
        existing
            .select(events(lit(0L)))
            .unionByName(tonight.select(events(array_position(sorted, col(Columns.SOURCE)))));
    Column[] key =
        Stream.of(Table.EVENTS.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    Column origin = col(ORIGIN).cast("int");
    return all.groupBy(key)
        .agg(min(col(ORIGIN)).as(ORIGIN))
        .withColumn(Columns.CONTEXT, map_from_entries(col(Columns.CONTEXT)))
        .withColumn(Columns.SOURCE, when(origin.gt(0), element_at(sorted, origin)))
        .drop(ORIGIN);
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
