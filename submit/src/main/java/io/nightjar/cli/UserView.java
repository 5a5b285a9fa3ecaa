package io.nightjar.cli;

import static org.apache.spark.sql.functions.broadcast;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.night.ReleasedTables;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * One user of a release: the list, and the history behind it. All are look-ups by a table's key.
 */
final class UserView {
  private final ReleasedTables tables;
  private final String user;
  private final int number;

  /**
   * Finds a user.
   *
   * @throws UserError if the release knows no such user
   */
  UserView(ReleasedTables tables, String user) {
    this.tables = tables;
    this.user = user;
    this.number =
        tables
            .read(Table.USER_INDEX)
            .where(col(Columns.USER_ID).equalTo(lit(user)))
            .limit(1)
            .select(Columns.USER_IX)
            .collectAsList()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        "There is no user '%s' in the night of %s; ids are taken byte for byte"
                            .formatted(user, tables.release().date())))
            .getInt(0);
  }

  /** The list, best first. */
  String list(int most) {
    List<Row> items =
        tables
            .read(Table.RECOMMENDATIONS)
            .where(col(Columns.USER_ID).equalTo(lit(user)))
            .collectAsList()
            .stream()
            .flatMap(row -> row.<Row>getList(row.fieldIndex(Columns.ITEMS)).stream())
            .limit(most)
            .toList();
    Titles titles =
        new Titles(
            tables,
            items.stream()
                .flatMap(
                    item ->
                        Stream.of(
                            item.<String>getAs(Columns.ITEM_ID),
                            item.<String>getAs(Columns.BECAUSE))));
    TextTable table = new TextTable(">#", "item", "title", ">score", "source", "because of");
    for (int i = 0; i < items.size(); i++) {
      Row item = items.get(i);
      String id = item.getAs(Columns.ITEM_ID);
      table.row(
          i + 1,
          id,
          titles.of(id),
          String.format(Locale.ROOT, "%.4f", item.<Float>getAs(Columns.SCORE)),
          item.getAs(Columns.SOURCE),
          titles.orId(item.getAs(Columns.BECAUSE)));
    }
    return table.render();
  }

  /** Number of items in the history. */
  long historyLength() {
    return interactions().count();
  }

  /** The history, latest first. */
  String history(int most) {
    Dataset<Row> latest =
        interactions().orderBy(col(Columns.LAST_AT).desc(), col(Columns.ITEM_IX)).limit(most);
    List<Row> rows =
        tables
            .read(Table.ITEM_INDEX)
            .join(broadcast(latest), Columns.ITEM_IX)
            .orderBy(col(Columns.LAST_AT).desc(), col(Columns.ITEM_IX))
            .collectAsList();
    Titles titles = new Titles(tables, rows.stream().map(row -> row.getAs(Columns.ITEM_ID)));
    TextTable table = new TextTable("last", "item", "title", ">weight", "may come again");
    for (Row row : rows) {
      String id = row.getAs(Columns.ITEM_ID);
      table.row(
          row.<java.sql.Timestamp>getAs(Columns.LAST_AT).toInstant(),
          id,
          titles.of(id),
          String.format(Locale.ROOT, "%.3f", row.<Float>getAs(Columns.WEIGHT)),
          row.<Boolean>getAs(Columns.SEEN) ? "no" : "yes");
    }
    return table.render();
  }

  private Dataset<Row> interactions() {
    return tables.read(Table.INTERACTIONS).where(col(Columns.USER_IX).equalTo(number));
  }
}
