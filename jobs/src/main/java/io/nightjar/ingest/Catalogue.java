package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.struct;

import io.nightjar.config.IngestConfig.CatalogueMode;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** Catalogues of items and users: one row per id, tonight's over those of the night before. */
final class Catalogue {
  private static final String LAST = "__last";

  private Catalogue() {}

  /**
   * Keeps one row per id: the last line of the last file of the last source, by the names of both.
   *
   * @param table {@link Table#ITEMS} or {@link Table#USERS}
   * @param good good rows of {@link ItemRows} or {@link UserRows}
   * @return the table's columns and {@link Columns#SOURCE}
   */
  static Dataset<Row> distinct(Table table, Dataset<Row> good) {
    Column[] kept =
        Stream.concat(Stream.of(table.schema().fieldNames()), Stream.of(Columns.SOURCE))
            .map(functions::col)
            .toArray(Column[]::new);
    Column place = struct(col(Columns.SOURCE), col(Columns.FILE), col(Source.POSITION));
    return good.groupBy(col(id(table)).as("__id"))
        .agg(max_by(struct(kept), place).as(LAST))
        .select(col(LAST + ".*"));
  }

  /**
   * Puts tonight's catalogue over the one that is there.
   *
   * @param existing the table's columns, one row per id
   * @param tonight the table's columns, one row per id
   * @return the table's columns, one row per id
   */
  static Dataset<Row> merge(
      Table table, Dataset<Row> existing, Dataset<Row> tonight, CatalogueMode mode) {
    Column[] columns =
        Stream.of(table.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> rows = tonight.select(columns);
    return switch (mode) {
      case REPLACE -> rows;
      case UPSERT ->
          existing
              .select(columns)
              .join(tonight.select(id(table)), new String[] {id(table)}, "left_anti")
              .unionByName(rows);
    };
  }

  private static String id(Table table) {
    return table.key().get(0);
  }
}
