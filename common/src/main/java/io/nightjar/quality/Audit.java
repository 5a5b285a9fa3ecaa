package io.nightjar.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;

import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Counts, in one pass over a table as a reader sees it, the rows that break any check. */
public final class Audit {
  /**
   * Runs the checks that every table has (required columns are there, the key is unique, the row
   * count is as promised) and those given.
   *
   * @param rows the table, read back
   * @param expectedRows rows that the files' footers promise
   * @return violations by check name; all 0 for a sound table
   */
  public static SortedMap<String, Long> run(
      Table table, Dataset<Row> rows, long expectedRows, List<Check> checks) {
    List<String> names = new ArrayList<>();
    List<Column> counts = new ArrayList<>();
    Arrays.stream(table.schema().fields())
        .filter(field -> !field.nullable())
        .forEach(
            field -> {
              names.add(field.name() + "_present");
              counts.add(count_if(col(field.name()).isNull()));
            });
    for (Check check : checks) {
      names.add(check.name());
      counts.add(count_if(coalesce(check.violation(), lit(true))));
    }
    if (table.partitions().isEmpty() && table != Table.QUARANTINE) {
      names.add("key_unique");
      Column[] key = table.key().stream().map(c -> col(c)).toArray(Column[]::new);
      counts.add(
          count(lit(1)).minus(countDistinct(key[0], Arrays.copyOfRange(key, 1, key.length))));
    }
    Row found =
        rows.agg(count(lit(1)).as("rows"), counts.toArray(Column[]::new)).collectAsList().get(0);
    SortedMap<String, Long> violations = new TreeMap<>();
    violations.put("row_count", Math.abs(found.getLong(0) - expectedRows));
    for (int i = 0; i < names.size(); i++) {
      violations.put(names.get(i), found.getLong(i + 1));
    }
    return violations;
  }

  private Audit() {}
}
