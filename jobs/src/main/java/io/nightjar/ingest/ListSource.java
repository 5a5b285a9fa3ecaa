package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array_size;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.filter;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.posexplode_outer;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.split;

import io.nightjar.config.FilesConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Lists: each line a user and the user's items, as baskets and adjacency lists are kept. A row is a
 * user, one of the items, and its place in the line, from 0. Empty fields are no items, and a line
 * without items is no row.
 */
record ListSource(
    SparkSession spark,
    SourceFiles files,
    LineCharset charset,
    InputBounds bounds,
    String delimiter)
    implements Source {
  private static final String USER = "user";
  private static final String ITEM = "item";
  private static final String PLACE = "place";
  private static final String LINE = "line";
  private static final String FIELDS = "fields";

  /** Rows that a line may have before positions of its last meet those of the next line. */
  private static final long MOST_ROWS = 1 << 21;

  static ListSource open(
      SparkSession spark, String key, FilesConfig config, SourceFiles files, InputBounds bounds) {
    CsvFields.check(key, config);
    LineCharset charset = new LineCharset(key + ".charset", config.charset());
    return new ListSource(spark, files, charset, bounds, config.delimiter());
  }

  @Override
  public List<String> columns() {
    return List.of(ITEM, PLACE, USER);
  }

  @Override
  public Dataset<Row> rows(Set<String> needed) {
    Column fields =
        filter(split(col(LINE), Pattern.quote(delimiter), -1), field -> field.notEqual(""));
    Column user = get(col(FIELDS), lit(0));
    Column items = slice(col(FIELDS), lit(2), greatest(lit(0), array_size(col(FIELDS)).minus(1)));
    List<Column> fixed = new ArrayList<>();
    for (String column : List.of(FILE, RAW, REASON)) {
      fixed.add(col(column));
    }
    List<Column> exploded = new ArrayList<>(fixed);
    exploded.add(col(POSITION));
    exploded.add(user.as(USER));
    exploded.add(posexplode_outer(items).as(new String[] {PLACE, ITEM}));
    List<Column> wanted = new ArrayList<>(fixed);
    Column place = coalesce(col(PLACE), lit(0));
    wanted.add(col(POSITION).multiply(MOST_ROWS).plus(place).as(POSITION));
    columns().stream()
        .filter(needed::contains)
        .forEach(name -> wanted.add(col(name).cast("string").as(name)));
    return new TextLines(charset, bounds, false, 1, file -> ListSource::whole)
        .read(spark, files, List.of(LINE))
        .withColumn(FIELDS, fields)
        .where(col(REASON).isNotNull().or(array_size(col(FIELDS)).gt(1)))
        .select(exploded.toArray(Column[]::new))
        .select(wanted.toArray(Column[]::new));
  }

  private static Reason whole(String line, Object[] into, int offset) {
    into[offset] = line;
    return null;
  }
}
