package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The catalogues as lines of text, by number, in one partition each. */
final class CatalogueLines {
  static final String ITEMS_HEADER = "item_id,title,categories,price,brand,available";
  static final String USERS_HEADER = "user_id,country,age_group,since";

  private static final StructType SCHEMA =
      new StructType()
          .add(LogLines.REASON, DataTypes.StringType, false)
          .add(LogLines.LINE, DataTypes.BinaryType, false);

  static Dataset<Row> items(SparkSession spark, Generator.Spec spec) {
    return lines(
        spark,
        spec,
        spec.items(),
        (world, number) -> {
          Items.Item item = world.items().item((int) number);
          return Stream.of(
              line(
                  item.id(),
                  item.title(),
                  String.join("|", item.categories()),
                  item.price(),
                  item.brand(),
                  String.valueOf(item.available())));
        });
  }

  static Dataset<Row> users(SparkSession spark, Generator.Spec spec) {
    return lines(
        spark,
        spec,
        spec.users(),
        (world, number) -> {
          Users.User user = world.users().user((int) number);
          return Stream.of(
              line(user.id(), user.country(), user.ageGroup(), user.since().toString()));
        });
  }

  private static Dataset<Row> lines(
      SparkSession spark, Generator.Spec spec, int count, World.Rows rows) {
    return World.map(spark, spec, count, Integer.MAX_VALUE, SCHEMA, rows);
  }

  private static Row line(String... fields) {
    return RowFactory.create(LogLines.ACCEPTED, Csv.line(List.of(fields)).getBytes(UTF_8));
  }

  private CatalogueLines() {}
}
