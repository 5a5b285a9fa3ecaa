package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;

import io.nightjar.run.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Parquet files, every column as {@link Texts text}. The columns are those of all files together,
 * null where a file lacks one, and those that folders such as {@code day=2026-01-31} name. A row's
 * bytes are the row as JSON.
 */
record ParquetSource(Dataset<Row> table, List<String> columns) implements Source {

  static ParquetSource open(SparkSession spark, String key, SourceFiles files, InputBounds bounds) {
    if (files.files().isEmpty()) {
      return new ParquetSource(spark.emptyDataFrame(), List.of());
    }
    try {
      Dataset<Row> table =
          spark
              .read()
              .option("mergeSchema", "true")
              .option("basePath", files.base().toString())
              .parquet(files.literalPaths());
      bounds.checkColumns(files.base(), table.columns().length);
      return new ParquetSource(table, List.of(table.columns()));
    } catch (UserError e) {
      throw e;
    } catch (Exception e) {
      throw UnreadableFile.find(e)
          .map(UnreadableFile::error)
          .orElseGet(() -> ofAnotherKind(key, files, e));
    }
  }

  private static UserError ofAnotherKind(String key, SourceFiles files, Exception e) {
    return new UserError(
        "Cannot read "
            + key
            + ".path: not Parquet of one kind below "
            + files.base()
            + ": "
            + SparkMessages.of(ExceptionUtils.getRootCause(e))
            + "; mend the files or set format",
        e);
  }

  @Override
  public Dataset<Row> rows(Set<String> needed) {
    List<Column> selected = new ArrayList<>();
    Column[] all = columns.stream().map(Texts::column).toArray(Column[]::new);
    selected.add(col("_metadata.file_path").as(FILE));
    selected.add(to_json(struct(all)).cast(DataTypes.BinaryType).as(RAW));
    selected.add(lit(null).cast(DataTypes.StringType).as(REASON));
    selected.add(col("_metadata.row_index").as(POSITION));
    for (StructField field : table.schema().fields()) {
      if (needed.contains(field.name())) {
        selected.add(Texts.of(Texts.column(field.name()), field.dataType()).as(field.name()));
      }
    }
    return table.select(selected.toArray(new Column[0]));
  }
}
