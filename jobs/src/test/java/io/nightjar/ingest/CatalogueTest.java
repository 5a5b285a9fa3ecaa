package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.config.FilesConfig.Format;
import io.nightjar.config.IngestConfig.CatalogueMode;
import io.nightjar.config.IngestConfig.ItemSource;
import io.nightjar.config.IngestConfig.UserSource;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogueTest {
  private static final SparkSession SPARK = SharedSpark.session();

  @TempDir private Path folder;

  private static Dataset<Row> items(Path path) {
    ItemSource source =
        new ItemSource(
            Fixture.csv(path),
            "id",
            Optional.of("title"),
            Optional.of("groups"),
            "|",
            Optional.of("stock"),
            Map.of("price", "price", "brand", "upper(brand)"));
    return ItemRows.read(SPARK, "shop", source, Fixture.config(), Fixture.DATE);
  }

  private static Dataset<Row> distinct(Dataset<Row> rows) {
    return Catalogue.distinct(Table.ITEMS, rows.where("reason is null"));
  }

  @Test
  void itemsAreRead() throws IOException {
    Path file =
        Fixture.write(
            folder.resolve("items.csv"),
            "id,title,groups,stock,price,brand",
            "01,A,x| y ||,yes,1.50,b",
            "2,,,,,",
            "3, C ,x,FALSE,,b",
            "4,D,x,0,,",
            " ,D,x,0,,",
            "5,D,x,maybe,,",
            "1234567890123,D,x,,,",
            "6\u0001,D,x,,,",
            "7,D");

    Dataset<Row> rows = items(file);
    Outcome outcome =
        Outcome.of(
            rows,
            "concat_ws('|', item_id, coalesce(title, 'none'), cast(categories as string),"
                + " available, cast(attributes as string))");

    assertEquals(
        new TreeMap<>(
            Map.of(
                "blank_item", 1L,
                "bad_available", 1L,
                "id_too_long", 1L,
                "control_character", 1L,
                "column_count", 1L)),
        outcome.reasons());
    assertEquals(
        List.of(
            "01|A|[x, y]|true|{brand -> B, price -> 1.50}",
            "2|none|[]|true|{}",
            "3| C |[x]|false|{brand -> B}",
            "4|D|[x]|false|{}"),
        outcome.good());
    Tally tally = Tally.ofCatalogue(rows, List.of("shop"));
    assertEquals(9, tally.counts(Map.of("shop", 4L)).get(0).read());
  }

  @Test
  void theLastLineOfTheLastFileSurvives() throws IOException {
    Path files = folder.resolve("items");
    String header = "id,title,groups,stock,price,brand";
    Fixture.write(files.resolve("b.csv"), header, "1,z,,,,", "1,b,,,,", "2,b,,,,");
    String[] many =
        IntStream.range(0, 500)
            .mapToObj(i -> i == 0 ? header : "3,t" + i + ",,,,")
            .toArray(String[]::new);
    Fixture.write(files.resolve("a.csv"), many);
    Fixture.write(files.resolve("c.csv"), header, "2,a,,,,", ",lost,,,,");
    SparkSession spark = SPARK.newSession();
    spark.conf().set("spark.sql.files.maxPartitionBytes", 100);

    List<String> expected = List.of("1|b|shop", "2|a|shop", "3|t499|shop");
    assertEquals(
        expected, Fixture.strings(distinct(items(files)).select("item_id", "title", "source")));
    ItemSource source =
        new ItemSource(
            Fixture.csv(files),
            "id",
            Optional.of("title"),
            Optional.empty(),
            "|",
            Optional.empty(),
            Map.of());
    Dataset<Row> split = ItemRows.read(spark, "shop", source, Fixture.config(), Fixture.DATE);
    assertEquals(expected, Fixture.strings(distinct(split).select("item_id", "title", "source")));
  }

  @Test
  void usersReplaceOrUpsert() throws IOException {
    Path file = Fixture.write(folder.resolve("users.psv"), "2|30", "3|40", "|50");
    UserSource source =
        new UserSource(
            Fixture.files(file.toString(), Format.CSV, "|", "id", "age"),
            "id",
            Map.of("age", "age"));
    Dataset<Row> rows =
        UserRows.read(SPARK, "crm", source, Fixture.config(), Fixture.NAMES, Fixture.DATE);
    assertEquals(Map.of("blank_user", 1L), Outcome.of(rows, "user_id").reasons());

    Dataset<Row> tonight = Catalogue.distinct(Table.USERS, rows.where("reason is null"));
    Dataset<Row> existing =
        SPARK.sql(
            "select * from values ('1', map('age', '10')), ('2', map('age', '20'))"
                + " as t(user_id, attributes)");

    assertEquals(List.of("2|30", "3|40"), ages(existing, tonight, CatalogueMode.REPLACE));
    assertEquals(List.of("1|10", "2|30", "3|40"), ages(existing, tonight, CatalogueMode.UPSERT));
  }

  private static List<String> ages(
      Dataset<Row> existing, Dataset<Row> tonight, CatalogueMode mode) {
    return Fixture.strings(
        Catalogue.merge(Table.USERS, existing, tonight, mode)
            .selectExpr("user_id", "attributes['age']"));
  }
}
