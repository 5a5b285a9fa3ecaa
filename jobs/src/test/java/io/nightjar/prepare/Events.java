package io.nightjar.prepare;

import io.nightjar.SharedSpark;
import io.nightjar.config.ConfigLoader;
import io.nightjar.config.NightjarConfig;
import io.nightjar.schema.Table;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Small logs, the numbers of their users and items, and what is made of them. */
final class Events {
  /** A row of {@link Table#EVENTS}; its time is {@code yyyy-MM-ddTHH:mm:ss}, UTC. */
  static Row event(String user, String item, String type, Double value, String time) {
    LocalDate date = LocalDate.parse(time.substring(0, 10));
    return RowFactory.create(
        user,
        item,
        type,
        value,
        Timestamp.valueOf(time.replace('T', ' ')),
        Map.of(),
        Date.valueOf(date));
  }

  /** The configuration of a job that is given no warehouse to look into. */
  static NightjarConfig config(String... settings) {
    return ConfigLoader.load(
            List.of(), Stream.concat(Stream.of("warehouse=none"), Stream.of(settings)).toList())
        .config();
  }

  /** A log. */
  static Dataset<Row> log(List<Row> events) {
    return SharedSpark.session().createDataFrame(events, Table.EVENTS.schema());
  }

  /** Numbers ids from 0 on, as {@link Table#USER_INDEX} or {@link Table#ITEM_INDEX}. */
  static Dataset<Row> index(Table table, String... ids) {
    List<Row> rows = new ArrayList<>();
    for (String id : ids) {
      rows.add(RowFactory.create(id, rows.size()));
    }
    return SharedSpark.session().createDataFrame(rows, table.schema());
  }

  /** The pairs of a table that begins with a user's and an item's number, as {@code user item}. */
  static List<String> pairs(Dataset<Row> table, Dataset<Row> users, Dataset<Row> items) {
    return pairs(table.collectAsList(), ids(users), ids(items));
  }

  /** The same of rows, and of ids by their numbers. */
  static List<String> pairs(
      List<Row> rows, Map<Integer, String> users, Map<Integer, String> items) {
    return rows.stream()
        .map(row -> users.get(row.getInt(0)) + " " + items.get(row.getInt(1)))
        .sorted()
        .toList();
  }

  /** Ids by their numbers. */
  static Map<Integer, String> ids(Dataset<Row> index) {
    return Arrays.stream((Row[]) index.collect())
        .collect(Collectors.toMap(row -> row.getInt(1), row -> row.getString(0)));
  }

  private Events() {}
}
