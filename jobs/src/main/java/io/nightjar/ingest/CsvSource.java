package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.run.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Delimited text. With headers, the columns are those of all files together, and each file can have
 * its own order; without, they are configured.
 *
 * @param headers the columns of each file in order, for those that have a line; empty without
 *     headers
 */
record CsvSource(
    SparkSession spark,
    String key,
    FilesConfig config,
    SourceFiles files,
    LineCharset charset,
    InputBounds bounds,
    List<String> columns,
    Map<Path, List<String>> headers)
    implements Source {
  /** Characters of a header in a message, whose file may be no text at all. */
  private static final int MOST_OF_HEADER = 300;

  static CsvSource open(
      SparkSession spark, String key, FilesConfig config, SourceFiles files, InputBounds bounds) {
    CsvFields.check(key, config);
    LineCharset charset = new LineCharset(key + ".charset", config.charset());
    Map<Path, List<String>> headers = Map.of();
    if (config.header()) {
      headers =
          headers(
              key, config, files.statuses(), bounds, spark.sparkContext().hadoopConfiguration());
    } else {
      ColumnNames.check(key, config);
    }
    Set<String> columns = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    columns.addAll(config.columns());
    headers.values().forEach(columns::addAll);
    return new CsvSource(spark, key, config, files, charset, bounds, List.copyOf(columns), headers);
  }

  /**
   * The columns of each file that has a line.
   *
   * @throws UserError if a file cannot be read, or its first line names no columns
   */
  static Map<Path, List<String>> headers(
      String key,
      FilesConfig config,
      List<FileStatus> files,
      InputBounds bounds,
      Configuration hadoop) {
    if (!config.columns().isEmpty()) {
      throw new UserError(
          "Cannot read "
              + key
              + ".columns: "
              + config.columns()
              + " is for files without a header; set header: false or leave columns out");
    }
    LineCharset charset = new LineCharset(key + ".charset", config.charset());
    Map<Path, List<String>> headers = new LinkedHashMap<>();
    Map<String, List<String>> parsed = new HashMap<>();
    new HeaderLines(hadoop, charset, bounds)
        .read(files)
        .forEach(
            (file, line) -> {
              headers.put(file, parsed.computeIfAbsent(line, l -> names(file, l, config)));
              bounds.checkColumns(file, headers.get(file).size());
            });
    return headers;
  }

  private static List<String> names(Path file, String line, FilesConfig config) {
    CsvFields fields = new CsvFields(config.delimiter(), config.quote());
    List<String> names = new ArrayList<>();
    fields.reset(line);
    while (fields.next()) {
      names.add(fields.text());
    }
    if (fields.malformed()) {
      throw new UserError(
          "Cannot read the header of "
              + file
              + ": misplaced quote in "
              + StringUtils.abbreviate(line, MOST_OF_HEADER)
              + "; mend the line");
    }
    return names;
  }

  @Override
  public Dataset<Row> rows(Set<String> needed) {
    List<String> wanted = columns.stream().filter(needed::contains).toList();
    Map<String, List<String>> byFile = new HashMap<>();
    headers.forEach(
        (file, names) -> {
          check(file, names, wanted);
          byFile.put(file.toString(), names);
        });
    Parsers parsers =
        new Parsers(config.delimiter(), config.quote(), config.columns(), byFile, wanted);
    return new TextLines(charset, bounds, config.header(), wanted.size(), parsers)
        .read(spark, files, wanted);
  }

  private void check(Path file, List<String> names, List<String> wanted) {
    for (String column : wanted) {
      long found = names.stream().filter(column::equalsIgnoreCase).count();
      if (found != 1) {
        throw new UserError(
            "Cannot read "
                + file
                + ": "
                + (found == 0 ? "no column " : "more than one column ")
                + column
                + "; its header has "
                + StringUtils.abbreviate(String.join(", ", names), MOST_OF_HEADER)
                + "; mend the file, or "
                + key
                + " (delimiter, header) and the expressions beside it");
      }
    }
  }

  /**
   * Parsers that know each file's columns.
   *
   * @param columns the columns of files that are not in {@code byFile}
   */
  private record Parsers(
      String delimiter,
      String quote,
      List<String> columns,
      Map<String, List<String>> byFile,
      List<String> wanted)
      implements LineParser.Factory {

    @Override
    public LineParser forFile(String file) {
      List<String> names = byFile.getOrDefault(file, columns);
      int[] targets = new int[names.size()];
      Arrays.fill(targets, -1);
      for (int field = 0; field < targets.length; field++) {
        for (int column = 0; column < wanted.size(); column++) {
          if (names.get(field).equalsIgnoreCase(wanted.get(column))) {
            targets[field] = column;
          }
        }
      }
      return new CsvLineParser(new CsvFields(delimiter, quote), targets);
    }
  }
}
