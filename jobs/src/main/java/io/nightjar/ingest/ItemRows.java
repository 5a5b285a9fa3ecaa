package io.nightjar.ingest;

import static org.apache.spark.sql.functions.array_remove;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.split;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.trim;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.IngestConfig;
import io.nightjar.config.IngestConfig.ItemSource;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows of item catalogues in the layout of the items table, each either good or with the reason why
 * not.
 *
 * <p>Ids are kept byte for byte. An empty title is none. Categories lose the spaces around them,
 * and blank ones are dropped. An item is available unless it says it is not.
 */
final class ItemRows {
  private static final String CATEGORIES_TEXT = "__categories";
  private static final String AVAILABLE_TEXT = "__available";
  private static final String YES = "(?i)\\A *(true|yes|1)? *\\z";
  private static final String NO = "(?i)\\A *(false|no|0) *\\z";

  private ItemRows() {}

  /**
   * Reads one source.
   *
   * @param name the source's name in the configuration
   * @return the columns of {@link io.nightjar.schema.Table#ITEMS}, and {@link Columns#SOURCE},
   *     {@link Columns#FILE}, {@link Columns#RAW}, {@link Columns#REASON} and {@link
   *     Source#POSITION}; a row is good where the reason is null, and only a bad one keeps its
   *     bytes
   * @throws UserError if files, columns or expressions are not as configured
   */
  static Dataset<Row> read(
      SparkSession spark, String name, ItemSource source, IngestConfig config, LocalDate date) {
    String key = "ingest.items." + name;
    Source files = Source.open(spark, key, source.files(), date, InputBounds.of(config));
    Attributes attributes = new Attributes(key + ".attributes", source.attributes());

    List<Mapping> mappings = new ArrayList<>();
    mappings.add(new Mapping(Columns.ITEM_ID, key + ".item", source.item()));
    mappings.add(new Mapping(Columns.TITLE, key + ".title", source.title().orElse("null")));
    mappings.add(
        new Mapping(CATEGORIES_TEXT, key + ".categories", source.categories().orElse("null")));
    mappings.add(
        new Mapping(AVAILABLE_TEXT, key + ".available", source.available().orElse("null")));
    mappings.addAll(attributes.mappings());

    Column text = coalesce(col(AVAILABLE_TEXT), lit(""));
    Column available = when(text.rlike(YES), true).when(text.rlike(NO), false);
    Column reason =
        new RowChecks()
            .id(col(Columns.ITEM_ID), Reason.BLANK_ITEM, config.maxIdBytes())
            .refuse(Reason.BAD_AVAILABLE, available.isNull())
            .reason();

    return Mapping.apply(spark, files, mappings)
        .withColumn(Columns.REASON, reason)
        .select(
            col(Columns.ITEM_ID),
            when(col(Columns.TITLE).notEqual(""), col(Columns.TITLE)).as(Columns.TITLE),
            categories(source.categorySeparator()).as(Columns.CATEGORIES),
            available.as(Columns.AVAILABLE),
            attributes.column().as(Columns.ATTRIBUTES),
            lit(name).as(Columns.SOURCE),
            col(Source.FILE).as(Columns.FILE),
            RowChecks.rawOfBad().as(Columns.RAW),
            col(Columns.REASON),
            col(Source.POSITION));
  }

  private static Column categories(String separator) {
    Column parts = split(coalesce(col(CATEGORIES_TEXT), lit("")), Pattern.quote(separator));
    return array_remove(transform(parts, part -> trim(part)), "");
  }
}
