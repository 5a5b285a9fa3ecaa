package io.nightjar.ingest;

import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.config.IngestConfig.CatalogueMode;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Tonight's catalogue of items or users.
 *
 * @param head number of the table's snapshot that the rows were made on
 * @param rows the table's columns, one row per id
 * @param counts what became of the rows of its sources
 */
record NewCatalogue(Table table, long head, Dataset<Row> rows, List<SourceCounts> counts) {
  /** Puts tonight's rows, if there are sources, over the catalogue of the night before. */
  static NewCatalogue of(JobContext context, Table table, Batch batch, CatalogueMode mode) {
    long head = context.head(table);
    Dataset<Row> before =
        context
            .before(table)
            .map(context.store()::read)
            .orElseGet(() -> context.session().createDataFrame(List.of(), table.schema()));
    Optional<Dataset<Row>> distinct = batch.good().map(good -> Catalogue.distinct(table, good));
    Map<String, Long> accepted = new TreeMap<>();
    distinct.ifPresent(
        rows ->
            rows.groupBy(Columns.SOURCE)
                .agg(count(lit(1)))
                .collectAsList()
                .forEach(group -> accepted.put(group.getString(0), group.getLong(1))));
    return new NewCatalogue(
        table,
        head,
        distinct.map(rows -> Catalogue.merge(table, before, rows, mode)).orElse(before),
        batch.tally().counts(accepted));
  }

  /** Publishes it. */
  void commit(JobContext context) {
    context.draft(table).onto(head).counts(Counts.of(counts)).commit(rows);
  }
}
