package io.nightjar.cli;

import static org.apache.spark.sql.functions.col;

import io.nightjar.night.ReleasedTables;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** What people call a handful of items. */
final class Titles {
  private final Map<String, String> titles = new HashMap<>();

  /**
   * Looks up titles.
   *
   * @param ids may hold null
   */
  Titles(ReleasedTables tables, Stream<String> ids) {
    Object[] wanted = ids.filter(Objects::nonNull).distinct().toArray();
    for (Row item :
        tables
            .read(Table.ITEMS)
            .where(col(Columns.ITEM_ID).isin(wanted))
            .select(Columns.ITEM_ID, Columns.TITLE)
            .collectAsList()) {
      titles.put(item.getString(0), item.getString(1));
    }
  }

  /** The title, or an empty text if the catalogue has none. */
  String of(String id) {
    return Objects.requireNonNullElse(titles.get(id), "");
  }

  /** The title, or the id if the catalogue has none; an empty text for null. */
  String orId(String id) {
    String title = of(id);
    return id == null ? "" : title.isEmpty() ? id : title;
  }
}
