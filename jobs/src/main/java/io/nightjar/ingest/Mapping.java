package io.nightjar.ingest;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.run.UserError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A configured SQL expression over a source's columns, whose result is taken as text.
 *
 * @param column name of the result
 * @param key key of the expression in the configuration, for messages
 * @param expression a column's exact name, or a Spark SQL expression
 */
record Mapping(String column, String key, String expression) {
  /** Words that Spark takes for a function where no column has the name. */
  private static final List<String> FUNCTION_WORDS =
      List.of(
          "user",
          "current_user",
          "session_user",
          "current_date",
          "current_time",
          "current_timestamp",
          "localtimestamp",
          "grouping__id");

  /**
   * Evaluates mappings over the rows of a source.
   *
   * @return {@link Source#FILE}, {@link Source#RAW}, {@link Source#REASON}, {@link Source#POSITION}
   *     and one nullable column of text per mapping
   * @throws UserError if an expression cannot be evaluated over the source's columns, or a file
   *     lacks a column that one needs
   */
  static Dataset<Row> apply(SparkSession spark, Source source, List<Mapping> mappings) {
    if (source.columns().isEmpty()) {
      return spark.createDataFrame(List.of(), emptySchema(mappings));
    }
    Dataset<Row> empty = spark.createDataFrame(List.of(), strings(source.columns()));
    List<Column> selected = new ArrayList<>();
    for (String fixed : List.of(Source.FILE, Source.RAW, Source.REASON, Source.POSITION)) {
      selected.add(col(fixed));
    }
    Set<String> needed = new HashSet<>();
    for (Mapping mapping : mappings) {
      if (source.columns().contains(mapping.expression)) {
        // Most mappings only name a column, and resolving an expression takes its time.
        needed.add(mapping.expression);
        selected.add(Texts.column(mapping.expression).as(mapping.column));
      } else {
        Column column = mapping.resolve(empty);
        needed.addAll(mapping.references(empty, column, source.columns()));
        selected.add(column.as(mapping.column));
      }
    }
    return source.rows(needed).select(selected.toArray(new Column[0]));
  }

  private Column resolve(Dataset<Row> empty) {
    List<String> columns = List.of(empty.columns());
    List<String> shadows = new ArrayList<>(FUNCTION_WORDS);
    shadows.removeIf(word -> columns.stream().anyMatch(word::equalsIgnoreCase));
    Dataset<Row> shadowed =
        empty.select(
            Stream.concat(Stream.of(col("*")), shadows.stream().map(word -> lit("").as(word)))
                .toArray(Column[]::new));
    try {
      Column column = expr(expression);
      // Beside a column an aggregate does not resolve, nor does a generator inside a function.
      Dataset<Row> result = shadowed.select(Texts.column(columns.get(0)), coalesce(column));
      for (String word : references(shadowed, column, shadows)) {
        throw mistake("no column " + word, columns, null);
      }
      return Texts.of(column, result.schema().fields()[1].dataType());
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        throw mistake(SparkMessages.of(e), columns, e);
      }
      throw e;
    }
  }

  private UserError mistake(String why, List<String> columns, Exception cause) {
    return new UserError(
        "Cannot evaluate "
            + key
            + ": "
            + expression
            + ": "
            + why
            + "; the columns are "
            + String.join(", ", columns)
            + " (in backticks if a name has other characters than letters, digits and _)",
        cause);
  }

  /** Which of the columns the mapping refers to: those that must not be there twice. */
  private List<String> references(Dataset<Row> empty, Column column, List<String> names) {
    String text = expression.toLowerCase(Locale.ROOT).replace("``", "`");
    return names.stream()
        .filter(name -> text.contains(name.toLowerCase(Locale.ROOT).replace("``", "`")))
        .filter(name -> !resolves(empty.select(col("*"), lit("").as(name)), column))
        .toList();
  }

  private static boolean resolves(Dataset<Row> empty, Column column) {
    try {
      return empty.select(column).columns().length == 1;
    } catch (Exception e) {
      if (e instanceof AnalysisException) {
        return false;
      }
      throw e;
    }
  }

  private static StructType strings(List<String> names) {
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.StringType, true);
    }
    return schema;
  }

  private static StructType emptySchema(List<Mapping> mappings) {
    StructType schema =
        new StructType()
            .add(Source.FILE, DataTypes.StringType)
            .add(Source.RAW, DataTypes.BinaryType)
            .add(Source.REASON, DataTypes.StringType)
            .add(Source.POSITION, DataTypes.LongType);
    for (Mapping mapping : mappings) {
      schema = schema.add(mapping.column, DataTypes.StringType);
    }
    return schema;
  }
}
