package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * Tonight's rows of all sources of one kind, counted.
 *
 * <p>Catalogues are parsed once and kept until closed. Logs, which may be hundreds of times larger,
 * are parsed once to be counted and again by who reads the rows: to parse a line costs less than to
 * keep it.
 *
 * @param rows good and bad ones; nothing if there are no sources
 * @param tally how many there are of each kind
 * @param bad the refused rows, in the columns of {@link Table#QUARANTINE}
 * @param kept what is kept until closed
 */
record Batch(Optional<Dataset<Row>> rows, Tally tally, Dataset<Row> bad, List<Dataset<Row>> kept)
    implements AutoCloseable {

  /**
   * Counts rows of {@link EventRows}.
   *
   * @param sources the rows of each source; at least one
   * @param names the sources' names
   */
  static Batch ofEvents(List<Dataset<Row>> sources, Collection<String> names) {
    Dataset<Row> all = sources.stream().reduce(Dataset::unionByName).orElseThrow();
    Dataset<Row> alike = Alike.of(all).persist(StorageLevel.MEMORY_AND_DISK());
    return new Batch(
        Optional.of(all), Tally.ofEvents(alike, names), Alike.bad(alike), List.of(alike));
  }

  /**
   * Counts and keeps rows of {@link ItemRows} or {@link UserRows}.
   *
   * @param sources the rows of each source
   * @param names the sources' names
   */
  static Batch ofCatalogue(
      SparkSession spark, List<Dataset<Row>> sources, Collection<String> names) {
    if (sources.isEmpty()) {
      return new Batch(
          Optional.empty(),
          Tally.empty(),
          spark.createDataFrame(List.of(), Table.QUARANTINE.schema()),
          List.of());
    }
    Column[] columns =
        Stream.of(Table.QUARANTINE.schema().fieldNames())
            .map(functions::col)
            .toArray(Column[]::new);
    Dataset<Row> all =
        sources.stream()
            .reduce(Dataset::unionByName)
            .orElseThrow()
            .persist(StorageLevel.MEMORY_AND_DISK());
    return new Batch(
        Optional.of(all),
        Tally.ofCatalogue(all, names),
        all.where(col(Columns.REASON).isNotNull()).select(columns),
        List.of(all));
  }

  /** The rows without a reason; nothing if there are no sources. */
  Optional<Dataset<Row>> good() {
    return rows.map(all -> all.where(col(Columns.REASON).isNull()));
  }

  @Override
  public void close() {
    kept.forEach(Dataset::unpersist);
  }
}
