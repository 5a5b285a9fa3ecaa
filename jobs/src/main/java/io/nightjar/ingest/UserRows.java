package io.nightjar.ingest;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.config.IngestConfig;
import io.nightjar.config.IngestConfig.UserSource;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Rows of user catalogues in the layout of the users table, each either good or with the reason why
 * not. Ids are kept byte for byte.
 */
final class UserRows {
  private UserRows() {}

  /**
   * Reads one source.
   *
   * @param name the source's name in the configuration
   * @param names what users are called
   * @return the columns of {@link io.nightjar.schema.Table#USERS}, and {@link Columns#SOURCE},
   *     {@link Columns#FILE}, {@link Columns#RAW}, {@link Columns#REASON} and {@link
   *     Source#POSITION}; a row is good where the reason is null, and only a bad one keeps its
   *     bytes
   * @throws UserError if files, columns or expressions are not as configured
   */
  static Dataset<Row> read(
      SparkSession spark,
      String name,
      UserSource source,
      IngestConfig config,
      UserNames names,
      LocalDate date) {
    String key = "ingest.users." + name;
    Source files = Source.open(spark, key, source.files(), date, InputBounds.of(config));
    Attributes attributes = new Attributes(key + ".attributes", source.attributes());

    List<Mapping> mappings = new ArrayList<>();
    mappings.add(new Mapping(Columns.USER_ID, key + ".user", source.user()));
    mappings.addAll(attributes.mappings());

    Column reason =
        names
            .check(new RowChecks())
            .id(col(Columns.USER_ID), Reason.BLANK_USER, config.maxIdBytes())
            .reason();
    return Mapping.apply(spark, files, mappings)
        .withColumn(Columns.REASON, reason)
        .select(
            names.ofGood().as(Columns.USER_ID),
            attributes.column().as(Columns.ATTRIBUTES),
            lit(name).as(Columns.SOURCE),
            col(Source.FILE).as(Columns.FILE),
            names.rawOfBad().as(Columns.RAW),
            col(Columns.REASON),
            col(Source.POSITION));
  }
}
