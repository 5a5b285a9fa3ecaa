package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.run.UserError;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The rows of one source's files, as columns of text. */
interface Source {
  /** Column with the file a row came from, spelled as Spark does: an encoded URI with scheme. */
  String FILE = "__file";

  /** Column with a row's bytes: the line without its end, or the row as JSON. */
  String RAW = "__raw";

  /** Column with the code of a {@link Reason}, or null where the row could be parsed. */
  String REASON = "__reason";

  /** Column with a number that grows from row to row within a file. */
  String POSITION = "__position";

  /** Names of the source's own columns, unlike but for case too; empty if no file has content. */
  List<String> columns();

  /**
   * All rows.
   *
   * @param needed which of {@link #columns()} are read; the others may be missing from the result
   * @return {@link #FILE}, {@link #RAW}, {@link #REASON}, {@link #POSITION} and the needed columns
   *     as nullable strings, which are null where a row has a reason
   * @throws UserError if a file lacks a needed column
   */
  Dataset<Row> rows(Set<String> needed);

  /**
   * Opens a source.
   *
   * @param key the source's key in the configuration, such as {@code ingest.events.ratings}
   * @param date what {@code {date}} in the path becomes
   * @throws UserError if no file matches, more than the bounds allow, or the description of the
   *     files contradicts itself
   */
  static Source open(
      SparkSession spark, String key, FilesConfig config, LocalDate date, InputBounds bounds) {
    String filesKey = key + ".files";
    SourceFiles files =
        SourceFiles.resolve(
            spark.sparkContext().hadoopConfiguration(),
            filesKey + ".path",
            config.path(),
            date,
            bounds);
    return switch (config.format()) {
      case CSV -> CsvSource.open(spark, filesKey, config, files, bounds);
      case JSONL -> JsonSource.open(spark, filesKey, config, files, bounds);
      case LISTS -> ListSource.open(spark, filesKey, config, files, bounds);
      case PARQUET -> ParquetSource.open(spark, filesKey, files, bounds);
    };
  }
}
