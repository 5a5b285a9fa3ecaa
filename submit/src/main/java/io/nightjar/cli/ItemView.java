package io.nightjar.cli;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.array_position;
import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;

import io.nightjar.night.ReleasedTables;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One item of a release: what it is, who gets it, and what goes with it. */
final class ItemView {
  private static final String GLOBAL = "global";

  private final ReleasedTables tables;
  private final String item;

  /**
   * Finds an item.
   *
   * @throws UserError if the release knows no such item
   */
  ItemView(ReleasedTables tables, String item) {
    this.tables = tables;
    this.item = item;
    if (row(tables.read(Table.ITEM_INDEX), Columns.ITEM_ID).isEmpty()) {
      throw new UserError(
          "There is no item '%s' in the night of %s; ids are taken byte for byte"
              .formatted(item, tables.release().date()));
    }
  }

  /** What is known of it. */
  String facts() {
    Optional<Row> catalogue = row(tables.read(Table.ITEMS), Columns.ITEM_ID);
    Optional<Row> popularity =
        row(
            tables.read(Table.POPULAR_ITEMS).where(col(Columns.SEGMENT).equalTo(GLOBAL)),
            Columns.ITEM_ID);
    TextTable table = new TextTable("fact", "value");
    catalogue.ifPresentOrElse(
        row ->
            table
                .row("title", row.getAs(Columns.TITLE))
                .row(
                    "categories",
                    String.join(", ", row.<String>getList(row.fieldIndex(Columns.CATEGORIES))))
                .row("available", row.<Boolean>getAs(Columns.AVAILABLE) ? "yes" : "no"),
        () -> table.row("title", "not in the catalogue").row("available", "yes"));
    popularity.ifPresent(
        row ->
            table.row(
                "popularity",
                String.format(
                    Locale.ROOT,
                    "rank %,d, score %.3f",
                    row.<Integer>getAs(Columns.RANK),
                    row.<Double>getAs(Columns.SCORE))));
    return table.row("recommended", recommended()).render();
  }

  /** The items most similar to it by each measure, best first. */
  String similar(int most) {
    List<Row> lists =
        tables
            .read(Table.SIMILAR_ITEMS)
            .where(col(Columns.ITEM_ID).equalTo(lit(item)))
            .orderBy(Columns.MEASURE)
            .select(col(Columns.MEASURE), slice(col(Columns.SIMILAR), 1, most).as(Columns.SIMILAR))
            .collectAsList();
    Titles titles =
        new Titles(
            tables,
            lists.stream()
                .flatMap(list -> list.<Row>getList(1).stream())
                .map(row -> row.getAs(Columns.ITEM_ID)));
    TextTable table = new TextTable("measure", "item", "title", ">similarity");
    for (Row list : lists) {
      for (Row row : list.<Row>getList(1)) {
        String id = row.getAs(Columns.ITEM_ID);
        table.row(
            list.getString(0),
            id,
            titles.of(id),
            String.format(Locale.ROOT, "%.4f", row.<Float>getAs(Columns.SCORE)));
      }
    }
    return table.render();
  }

  private String recommended() {
    Dataset<Row> lists = tables.read(Table.RECOMMENDATIONS);
    Column ids = col(Columns.ITEMS).getField(Columns.ITEM_ID);
    Row found =
        lists
            .where(array_contains(ids, item))
            .agg(count(lit(1)), avg(array_position(ids, item)))
            .collectAsList()
            .get(0);
    return found.getLong(0) == 0
        ? "to nobody"
        : String.format(
            Locale.ROOT,
            "in %,d of %,d lists, at place %.1f on average",
            found.getLong(0),
            tables.find(Table.RECOMMENDATIONS).orElseThrow().manifest().rows(),
            found.getDouble(1));
  }

  private Optional<Row> row(Dataset<Row> table, String key) {
    return table.where(col(key).equalTo(lit(item))).limit(1).collectAsList().stream().findFirst();
  }
}
