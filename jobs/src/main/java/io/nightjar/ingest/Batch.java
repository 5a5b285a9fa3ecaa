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

/** Tonight's rows of all sources of one kind, parsed once and kept until closed. */
final class Batch implements AutoCloseable {
  private final SparkSession spark;
  private final Optional<Dataset<Row>> rows;
  private final Tally tally;

  private Batch(SparkSession spark, Optional<Dataset<Row>> rows, Tally tally) {
    this.spark = spark;
    this.rows = rows;
    this.tally = tally;
  }

  /**
   * Gathers the rows of sources.
   *
   * @param sources rows of {@link EventRows}, {@link ItemRows} or {@link UserRows}; of one kind
   * @param names the sources' names
   * @param events whether they are events, which have dates
   */
  static Batch of(
      SparkSession spark, List<Dataset<Row>> sources, Collection<String> names, boolean events) {
    Optional<Dataset<Row>> rows =
        sources.stream()
            .reduce(Dataset::unionByName)
            .map(all -> all.persist(StorageLevel.MEMORY_AND_DISK()));
    Tally tally =
        rows.map(all -> events ? Tally.ofEvents(all, names) : Tally.ofCatalogue(all, names))
            .orElseGet(Tally::empty);
    return new Batch(spark, rows, tally);
  }

  /** How many rows there are of each kind. */
  Tally tally() {
    return tally;
  }

  /** The rows without a reason; nothing if there are no sources. */
  Optional<Dataset<Row>> good() {
    return rows.map(all -> all.where(col(Columns.REASON).isNull()));
  }

  /** The refused rows, in the columns of {@link Table#QUARANTINE}. */
  Dataset<Row> bad() {
    Column[] columns =
        Stream.of(Table.QUARANTINE.schema().fieldNames())
            .map(functions::col)
            .toArray(Column[]::new);
    return rows.map(all -> all.where(col(Columns.REASON).isNotNull()).select(columns))
        .orElseGet(() -> spark.createDataFrame(List.of(), Table.QUARANTINE.schema()));
  }

  @Override
  public void close() {
    rows.ifPresent(Dataset::unpersist);
  }
}
