package io.nightjar.store;

import static org.apache.spark.sql.functions.lit;

import io.nightjar.quality.Audit;
import io.nightjar.quality.Check;
import io.nightjar.run.GateRefusal;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * A snapshot in the making: stage, audit, publish. Nothing of it can be read before {@link #commit}
 * has published it, and a draft that dies leaves no more than a folder that nobody reads.
 */
public final class Draft {
  private final SnapshotStore store;
  private final TableId id;
  private final Lineage lineage;
  private final SortedMap<String, Long> counts = new TreeMap<>();
  private final List<Check> checks = new ArrayList<>();
  private SortedMap<String, String> overrides = new TreeMap<>();
  private OptionalLong onto = OptionalLong.empty();
  private OptionalLong promised = OptionalLong.empty();

  Draft(SnapshotStore store, TableId id, Lineage lineage) {
    this.store = store;
    this.id = id;
    this.lineage = lineage;
  }

  /** Records what the job counted. */
  public Draft counts(Map<String, Long> more) {
    counts.putAll(more);
    return this;
  }

  /** Records one thing that the job counted. */
  public Draft count(String name, long value) {
    counts.put(name, value);
    return this;
  }

  /** Adds a check to the audit. */
  public Draft check(String name, Column violation) {
    checks.add(new Check(name, violation));
    return this;
  }

  /**
   * Promises the number of rows to {@link #commit}, which need not count them then, and so need not
   * keep them from counting to writing.
   *
   * @throws IllegalArgumentException if the table has partitions, whose rows are counted each
   */
  public Draft rows(long rows) {
    if (!id.table().partitions().isEmpty()) {
      throw new IllegalArgumentException("Cannot promise rows of " + id + ": it has partitions");
    }
    promised = OptionalLong.of(rows);
    return this;
  }

  /** Keeps the reasons why it is published although a check failed, by name of the check. */
  public Draft despite(SortedMap<String, String> reasons) {
    overrides = reasons;
    return this;
  }

  /** Refuses to publish if the table's newest snapshot is no longer this one (0 for none). */
  public Draft onto(long sequence) {
    onto = OptionalLong.of(sequence);
    return this;
  }

  /**
   * Writes the rows, reads them back, and publishes the snapshot. Where the table already has the
   * same content for the date, that snapshot is returned and nothing changes.
   *
   * @param rows the table's columns, in any order
   * @throws IllegalStateException if there are more or fewer than {@link #rows} promised
   * @throws GateRefusal if the audit finds a violation, or another run published meanwhile
   */
  public Snapshot commit(Dataset<Row> rows) {
    Table table = id.table();
    String attempt = attempt();
    Column[] columns =
        Arrays.stream(table.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> exact = rows.select(columns).to(table.schema().asNullable());
    return publish(attempt, List.of(), stage(attempt, exact, rows.storageLevel().useMemory()));
  }

  /**
   * The same with rows that are at hand.
   *
   * @param rows the table's columns, in their order
   */
  public Snapshot commit(List<Row> rows) {
    if (id.table().partitions().isEmpty()) {
      rows(rows.size());
    }
    return commit(store.session().createDataFrame(rows, id.table().schema()));
  }

  private List<DataFile> stage(String attempt, Dataset<Row> rows, boolean persisted) {
    if (promised.isPresent()) {
      return promised(attempt, stage(writer -> writer.write(rows, promised.getAsLong(), attempt)));
    }
    // The number of files follows from the number of rows, so rows are needed twice.
    if (!persisted) {
      rows.persist(StorageLevel.MEMORY_AND_DISK());
    }
    try {
      return stage(writer -> writer.write(rows, attempt));
    } finally {
      if (!persisted) {
        rows.unpersist();
      }
    }
  }

  private List<DataFile> promised(String attempt, List<DataFile> written) {
    long rows = written.stream().mapToLong(DataFile::rows).sum();
    if (rows != promised.getAsLong()) {
      store.discard(id, attempt);
      throw new IllegalStateException(
          "%s has %,d rows, promised were %,d".formatted(id, rows, promised.getAsLong()));
    }
    return written;
  }

  /**
   * Joins rows with those of an earlier snapshot, reads back what was written, and publishes. Where
   * the table already has the same content for the date, that snapshot is returned and nothing
   * changes.
   *
   * @param rows the base's rows of the partitions that get more, and these
   * @throws GateRefusal if the audit finds a violation, or another run published meanwhile
   */
  public Snapshot merge(Dataset<Row> rows, Merge merge) {
    String attempt = attempt();
    Map<String, Long> base = rowsOf(merge.base());
    Map<String, Long> most = new TreeMap<>();
    merge
        .more()
        .forEach((partition, more) -> most.put(partition, more + base.getOrDefault(partition, 0L)));
    List<DataFile> written = new ArrayList<>();
    if (!most.isEmpty()) {
      written.addAll(stage(writer -> writer.write(rows, most, merge.distinct(), attempt)));
    }
    counts.putAll(merge.counts().get());
    Map<String, Long> found = rowsOf(written);
    if (!most.keySet().containsAll(found.keySet())) {
      throw new IllegalStateException(
          "Rows of %s have partitions %s, expected were %s"
              .formatted(id, found.keySet(), most.keySet()));
    }
    // Rows equal to others are gone, which can be so many that they fill fewer files.
    Predicate<DataFile> tooMany =
        file -> files(found.get(file.partition())) != files(most.get(file.partition()));
    List<DataFile> spread = written.stream().filter(tooMany).toList();
    if (!spread.isEmpty()) {
      String again = attempt();
      Dataset<Row> all = store.read(id.table(), id, spread);
      written.addAll(stage(writer -> writer.write(all, rowsOf(spread), r -> r, again)));
      written.removeAll(spread);
      discard(spread);
    }
    List<DataFile> unchanged =
        written.stream()
            .filter(file -> found.get(file.partition()).equals(base.get(file.partition())))
            .toList();
    written.removeAll(unchanged);
    discard(unchanged);
    Map<String, Long> changed = rowsOf(written);
    return publish(
        attempt,
        merge.base().stream().filter(file -> !changed.containsKey(file.partition())).toList(),
        written);
  }

  private static SortedMap<String, Long> rowsOf(List<DataFile> files) {
    return files.stream()
        .collect(
            Collectors.groupingBy(
                DataFile::partition, TreeMap::new, Collectors.summingLong(DataFile::rows)));
  }

  private int files(long rows) {
    return TableWriter.files(id.table(), rows, store.config());
  }

  private String attempt() {
    return lineage.date() + "-" + UUID.randomUUID().toString().substring(0, 13);
  }

  private List<DataFile> stage(Function<TableWriter, List<String>> write) {
    Path data = store.data(id);
    List<String> paths = write.apply(new TableWriter(id.table(), store.config(), data));
    List<DataFile> files = DataFiles.describe(store.session(), data, paths);
    store.integrity().trust(data, files);
    return files;
  }

  /** Audits what was written, and publishes it beside the files that are kept. */
  private Snapshot publish(String attempt, List<DataFile> kept, List<DataFile> written) {
    Table table = id.table();
    SortedMap<String, Long> audit = audit(table, written);
    List<DataFile> files = new ArrayList<>(kept);
    files.addAll(written);
    files.sort(Comparator.comparing(DataFile::stablePath));
    Manifest manifest =
        new Manifest(
            id.path(),
            table.version(),
            lineage.date().toString(),
            lineage.job(),
            lineage.codeVersion(),
            lineage.configHash(),
            lineage.inputs(),
            lineage.fingerprint(),
            counts,
            audit,
            files);
    return new Committer(store, id, lineage, onto, overrides).publish(manifest, attempt);
  }

  private SortedMap<String, Long> audit(Table table, List<DataFile> written) {
    long rows = written.stream().mapToLong(DataFile::rows).sum();
    SortedMap<String, Long> audit =
        Audit.run(
            table,
            store.read(table, id, written),
            rows,
            TableWriter.bucket(table, lit(files(rows))),
            checks);
    audit.forEach(
        (check, violations) -> {
          if (violations != 0) {
            throw new GateRefusal(
                "Cannot publish %s for %s: check %s found %,d violations, allowed are 0"
                    .formatted(id, lineage.date(), check, violations));
          }
        });
    return audit;
  }

  private void discard(List<DataFile> files) {
    files.forEach(file -> store.discard(id, file.path()));
  }
}
