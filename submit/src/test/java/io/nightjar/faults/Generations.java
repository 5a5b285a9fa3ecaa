package io.nightjar.faults;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * Nights of two tables, all of whose rows say which night they are of: a reader who sees two of
 * them at once, or some of the rows, has seen what must not be seen.
 */
interface Generations {
  LocalDate FIRST = LocalDate.of(2026, 1, 1);
  int ROWS = 40;
  List<Table> TABLES = List.of(Table.USER_INDEX, Table.ITEM_INDEX);

  /** Releases a night. */
  void write(int generation);

  /**
   * What a reader sees now: the number of a night, 0 before the first.
   *
   * @throws RuntimeException if it sees anything else
   */
  int read();

  /** By snapshots and releases. */
  static Generations released(SparkSession session, Path warehouse) {
    return new Released(session, warehouse);
  }

  /** By overwriting folders in place: what must be caught. */
  static Generations overwritten(SparkSession session, Path warehouse) {
    return new Overwritten(session, warehouse);
  }

  /** Writes one night after the other, for ever: from a number on, by {@code released} or not. */
  static void main(String[] args) {
    SparkSession session = SharedSpark.session();
    Path warehouse = Path.of(args[0]);
    Generations generations =
        Boolean.parseBoolean(args[2])
            ? released(session, warehouse)
            : overwritten(session, warehouse);
    for (int generation = Integer.parseInt(args[1]); ; generation++) {
      generations.write(generation);
      System.out.println("wrote " + generation);
    }
  }

  /** Rows of a night. */
  private static List<Row> rows(int generation) {
    return IntStream.range(0, ROWS)
        .mapToObj(i -> RowFactory.create("generation " + generation, i))
        .toList();
  }

  /** The night that all rows are of. */
  private static int generation(Dataset<Row> users, Dataset<Row> items) {
    Set<String> seen = new TreeSet<>();
    for (Dataset<Row> table : List.of(users, items)) {
      List<Row> rows = table.collectAsList();
      if (rows.size() != ROWS) {
        throw new IllegalStateException("saw %d rows of %d".formatted(rows.size(), ROWS));
      }
      seen.addAll(rows.stream().map(row -> row.getString(0)).collect(Collectors.toSet()));
    }
    if (seen.size() != 1) {
      throw new IllegalStateException("saw at once " + seen);
    }
    return Integer.parseInt(seen.iterator().next().replace("generation ", ""));
  }

  /** See {@link #released}. */
  record Released(SparkSession session, Path warehouse) implements Generations {
    /** A store that has read nothing yet: so every file is compared with its hash. */
    SnapshotStore store() {
      return new SnapshotStore(
          session, warehouse.toString(), new StoreConfig(10, StoreConfig.Compression.ZSTD));
    }

    @Override
    public void write(int generation) {
      SnapshotStore store = store();
      LocalDate date = FIRST.plusDays(generation);
      Lineage lineage = new Lineage(date, "test", "run", "1", "", new TreeMap<>(), "" + generation);
      TreeMap<String, Release.Member> members = new TreeMap<>();
      for (Table table : TABLES) {
        TableId id = TableId.of(table, Lane.SERVE);
        Snapshot snapshot = store.draft(id, lineage).commit(rows(generation));
        members.put(id.path(), new Release.Member(snapshot.sequence(), snapshot.contentHash()));
      }
      store
          .releases()
          .publish(new Release(date.toString(), "run", "night", new TreeMap<>(), "now", members));
    }

    @Override
    public int read() {
      SnapshotStore store = store();
      return store.releases().current().map(Releases.Numbered::release).stream()
          .mapToInt(
              release ->
                  generation(
                      read(store, release, TABLES.get(0)), read(store, release, TABLES.get(1))))
          .findFirst()
          .orElse(0);
    }

    private static Dataset<Row> read(SnapshotStore store, Release release, Table table) {
      TableId id = TableId.of(table, Lane.SERVE);
      return store.read(store.open(id, release.tables().get(id.path())));
    }
  }

  /** See {@link #overwritten}. */
  record Overwritten(SparkSession session, Path warehouse) implements Generations {
    @Override
    public void write(int generation) {
      for (Table table : TABLES) {
        session
            .createDataFrame(rows(generation), table.schema())
            .repartition(4)
            .write()
            .mode(SaveMode.Overwrite)
            .parquet(folder(table));
      }
    }

    @Override
    public int read() {
      return generation(read(TABLES.get(0)), read(TABLES.get(1)));
    }

    private Dataset<Row> read(Table table) {
      return session.read().schema(table.schema()).parquet(folder(table));
    }

    private String folder(Table table) {
      return warehouse.resolve(table.tableName()).toString();
    }
  }
}
