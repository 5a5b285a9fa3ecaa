package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** JSON lines: one object a line, of which the configured top-level fields are columns. */
record JsonSource(
    SparkSession spark,
    SourceFiles files,
    LineCharset charset,
    InputBounds bounds,
    List<String> columns)
    implements Source {

  static JsonSource open(
      SparkSession spark, String key, FilesConfig config, SourceFiles files, InputBounds bounds) {
    ColumnNames.check(key, config);
    LineCharset charset = new LineCharset(key + ".charset", config.charset());
    return new JsonSource(spark, files, charset, bounds, List.copyOf(config.columns()));
  }

  @Override
  public Dataset<Row> rows(Set<String> needed) {
    List<String> wanted = columns.stream().filter(needed::contains).toList();
    LineParser.Factory parsers = file -> new JsonLineParser(wanted);
    return new TextLines(charset, bounds, false, wanted.size(), parsers).read(spark, files, wanted);
  }
}
