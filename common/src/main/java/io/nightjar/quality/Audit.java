package io.nightjar.quality;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/** Counts, in one pass over a table as a reader sees it, the rows that break any check. */
public final class Audit {
  /**
   * Runs the checks that every table has (required columns are there, the key is unique, the row
   * count is as promised) and those given.
   *
   * @param rows the table, read back: its files and nothing else
   * @param expectedRows rows that the files' footers promise
   * @param place which of the files a row belongs to; an int
   * @return violations by check name; all 0 for a sound table
   */
  public static SortedMap<String, Long> run(
      Table table, Dataset<Row> rows, long expectedRows, Column place, List<Check> checks) {
    List<Check> all = new ArrayList<>();
    Arrays.stream(table.schema().fields())
        .filter(field -> !field.nullable())
        .forEach(
            field -> all.add(new Check(field.name() + "_present", col(field.name()).isNull())));
    all.addAll(checks);
    boolean unique = table.partitions().isEmpty() && table != Table.QUARANTINE;
    if (rows.inputFiles().length == 0) {
      return nothing(all, unique, expectedRows);
    }
    return unique
        ? scan(table, rows, expectedRows, place, all)
        : aggregate(rows, expectedRows, all);
  }

  private static SortedMap<String, Long> nothing(List<Check> all, boolean unique, long expected) {
    SortedMap<String, Long> violations = new TreeMap<>();
    all.forEach(check -> violations.put(check.name(), 0L));
    if (unique) {
      violations.put("key_unique", 0L);
    }
    violations.put("row_count", expected);
    return violations;
  }

  private static SortedMap<String, Long> aggregate(
      Dataset<Row> rows, long expectedRows, List<Check> all) {
    Row found =
        rows.agg(
                count(lit(1)).as("rows"),
                all.stream().map(check -> count_if(broken(check))).toArray(Column[]::new))
            .collectAsList()
            .get(0);
    SortedMap<String, Long> violations = new TreeMap<>();
    violations.put("row_count", Math.abs(found.getLong(0) - expectedRows));
    for (int i = 0; i < all.size(); i++) {
      violations.put(all.get(i).name(), found.getLong(i + 1));
    }
    return violations;
  }

  private static SortedMap<String, Long> scan(
      Table table, Dataset<Row> rows, long expectedRows, Column place, List<Check> all) {
    Column broken = lit(0L);
    for (int i = 0; i < all.size(); i++) {
      broken = broken.bitwiseOR(when(broken(all.get(i)), lit(1L << i)).otherwise(lit(0L)));
    }
    Column[] columns =
        Stream.concat(
                Stream.of(
                    col("_metadata.file_path"), col("_metadata.file_block_start"), place, broken),
                table.key().stream().map(functions::col))
            .toArray(Column[]::new);
    StructType key = new StructType();
    for (String name : table.key()) {
      key = key.add(table.schema().apply(name));
    }
    // A row a file, or a few: as many as a manifest names.
    List<Row> blocks =
        rows.select(columns)
            .mapPartitions(
                new FileScan(all.size()), Encoders.row(FileScan.blocks(key.asNullable())))
            .collectAsList();
    SortedMap<String, Long> violations = new TreeMap<>();
    long found = blocks.stream().mapToLong(block -> block.getLong(3)).sum();
    violations.put("row_count", Math.abs(found - expectedRows));
    for (int i = 0; i < all.size(); i++) {
      int check = i;
      violations.put(
          all.get(i).name(),
          blocks.stream().mapToLong(block -> block.<Long>getList(5).get(check)).sum());
    }
    violations.put("key_unique", FileScan.repeated(blocks));
    return violations;
  }

  private static Column broken(Check check) {
    return coalesce(check.violation(), lit(true));
  }

  private Audit() {}
}
