package io.nightjar.store;

import io.nightjar.quality.Audit;
import io.nightjar.quality.Check;
import io.nightjar.run.GateRefusal;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
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
  private List<DataFile> kept = List.of();
  private OptionalLong onto = OptionalLong.empty();

  Draft(SnapshotStore store, TableId id, Lineage lineage) {
    this.store = store;
    this.id = id;
    this.lineage = lineage;
  }

  /** Takes over files of earlier snapshots as they are. */
  public Draft keep(List<DataFile> files) {
    kept = List.copyOf(files);
    return this;
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
   * @throws GateRefusal if the audit finds a violation, or another run published meanwhile
   */
  public Snapshot commit(Dataset<Row> rows) {
    Table table = id.table();
    Path data = store.data(id);
    String attempt = lineage.date() + "-" + UUID.randomUUID().toString().substring(0, 13);
    Column[] columns =
        Arrays.stream(table.schema().fieldNames()).map(functions::col).toArray(Column[]::new);
    Dataset<Row> exact = rows.select(columns).to(table.schema().asNullable());
    // The number of files follows from the number of rows, so rows are needed twice.
    boolean persisted = rows.storageLevel().useMemory();
    if (!persisted) {
      exact.persist(StorageLevel.MEMORY_AND_DISK());
    }
    List<DataFile> written;
    try {
      written =
          DataFiles.describe(
              store.session(),
              data,
              new TableWriter(table, store.config(), data).write(exact, attempt));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read back what was written to " + data, e);
    } finally {
      if (!persisted) {
        exact.unpersist();
      }
    }
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
    return publish(manifest, attempt);
  }

  private SortedMap<String, Long> audit(Table table, List<DataFile> written) {
    long rows = written.stream().mapToLong(DataFile::rows).sum();
    SortedMap<String, Long> audit = Audit.run(table, store.read(table, id, written), rows, checks);
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

  private Snapshot publish(Manifest manifest, String attempt) {
    String hash = manifest.contentHash();
    write(new Path(store.data(id), attempt + "/_manifest.json"), Json.write(manifest));
    Commit commit =
        new Commit(
            manifest.date(),
            attempt + "/_manifest.json",
            hash,
            manifest.fingerprint(),
            lineage.run(),
            Instant.now().toString());
    CommitLog<Commit> log = store.log(id);
    while (true) {
      Optional<Snapshot> same =
          store
              .find(id, lineage.date())
              .filter(s -> s.contentHash().equals(hash))
              .filter(s -> s.manifest().fingerprint().equals(lineage.fingerprint()));
      if (same.isPresent()) {
        discard(attempt);
        return same.get();
      }
      long head = log.latest().map(CommitLog.Entry::sequence).orElse(0L);
      if (onto.isPresent() && onto.getAsLong() != head) {
        discard(attempt);
        throw new GateRefusal(
            "Cannot publish %s for %s: another run published snapshot %d meanwhile; run again"
                .formatted(id, lineage.date(), head));
      }
      Optional<CommitLog.Entry<Commit>> entry = log.append(head, commit);
      if (entry.isPresent()) {
        return new Snapshot(id, entry.get().sequence(), hash, manifest);
      }
    }
  }

  private void write(Path path, String content) {
    try (OutputStream out = path.getFileSystem(store.hadoop()).create(path, false)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }

  private void discard(String attempt) {
    Path folder = new Path(store.data(id), attempt);
    try {
      folder.getFileSystem(store.hadoop()).delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + folder, e);
    }
  }
}
