package io.nightjar.store;

import static org.apache.spark.sql.functions.col;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Changes rows of a table in all its snapshots: each file with such a row is written again once,
 * and from the first snapshot that had one on, all are appended to the log again, in their order.
 * The old ones are left as they are.
 */
final class SnapshotRewrite {
  private final SnapshotStore store;
  private final TableId id;
  private final Column matches;
  private final UnaryOperator<Dataset<Row>> change;
  private final Map<Long, Release.Member> again = new HashMap<>();

  /**
   * A rewrite.
   *
   * @param matches which rows are changed; never null
   * @param change what is left of a file's rows
   */
  SnapshotRewrite(
      SnapshotStore store, TableId id, Column matches, UnaryOperator<Dataset<Row>> change) {
    this.store = store;
    this.id = id;
    this.matches = matches;
    this.change = change;
  }

  /** By its old sequence, what each snapshot is that was appended again. */
  Map<Long, Release.Member> again() {
    return again;
  }

  /**
   * Does it.
   *
   * @return what was changed; nothing if no row matched
   * @throws io.nightjar.run.UserError if a file is damaged, or a snapshot is of another Nightjar
   */
  Optional<Erasure.Changed> run() {
    List<Snapshot> snapshots =
        Arrays.stream(store.sequences(id))
            .mapToObj(sequence -> store.open(id, sequence).requireReadable())
            .toList();
    Map<String, DataFile> files = new TreeMap<>();
    snapshots.forEach(s -> s.manifest().files().forEach(file -> files.put(file.path(), file)));
    Map<String, Long> found = found(List.copyOf(files.values()));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Map<String, Optional<DataFile>> written = new HashMap<>();
    String attempt = "erased-" + UUID.randomUUID().toString().substring(0, 13);
    TableWriter writer = new TableWriter(id.table(), store.config(), store.data(id));
    // Files of two attempts may have the same place in theirs.
    Map<String, String> attempts = new HashMap<>();
    for (String path : found.keySet()) {
      DataFile file = files.get(path);
      String old = path.substring(0, path.indexOf('/'));
      String fresh = attempts.computeIfAbsent(old, a -> attempt + "-" + attempts.size());
      Dataset<Row> left = change.apply(store.read(id.table(), id, List.of(file)));
      Optional<String> rewritten = writer.rewrite(left, fresh, file.stablePath());
      written.put(
          path,
          rewritten.map(
              p -> DataFiles.describe(store.session(), store.data(id), List.of(p)).get(0)));
    }
    int touched = 0;
    boolean past = false;
    for (Snapshot snapshot : snapshots) {
      boolean touches =
          snapshot.manifest().files().stream().anyMatch(f -> written.containsKey(f.path()));
      touched += touches ? 1 : 0;
      past |= touches;
      if (past) {
        append(snapshot, written, attempt + "-snapshot-" + snapshot.sequence());
      }
    }
    long rows = found.values().stream().mapToLong(Long::longValue).sum();
    return Optional.of(new Erasure.Changed(id.path(), touched, found.size(), rows));
  }

  /** Rows that match, by file; files without any are left out. */
  private Map<String, Long> found(List<DataFile> files) {
    Map<String, Long> found = new TreeMap<>();
    if (!files.isEmpty()) {
      store.integrity().require(id, store.data(id), files);
      String data = store.data(id).toUri().getPath() + "/";
      store
          .read(id.table(), id, files)
          .where(matches)
          .groupBy(col("_metadata.file_path").as("file"))
          .count()
          .collectAsList()
          .forEach(
              row -> {
                String path = new Path(URI.create(row.getString(0))).toUri().getPath();
                found.put(path.substring(data.length()), row.getLong(1));
              });
    }
    return found;
  }

  /** Appends a snapshot once more, in the place of its files those that were written again. */
  private void append(Snapshot snapshot, Map<String, Optional<DataFile>> written, String attempt) {
    List<DataFile> files = new ArrayList<>();
    for (DataFile file : snapshot.manifest().files()) {
      written.getOrDefault(file.path(), Optional.of(file)).ifPresent(files::add);
    }
    Manifest manifest = snapshot.manifest().withFiles(files);
    CommitLog<Commit> log = store.log(id);
    Commit commit = log.entry(snapshot.sequence()).value();
    String text = Json.write(manifest);
    String path = attempt + "/_manifest.json";
    try {
      TextFile.write(new Path(store.data(id), path), text, false, store.hadoop());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
    long head = log.latest().orElseThrow().sequence();
    Commit appended =
        new Commit(
            commit.date(),
            path,
            Json.sha256(text),
            manifest.contentHash(),
            commit.fingerprint(),
            commit.run(),
            commit.overrides(),
            commit.committedAt());
    long sequence =
        log.append(head, appended)
            .orElseThrow(() -> new IllegalStateException("Another run writes to " + id))
            .sequence();
    again.put(snapshot.sequence(), new Release.Member(sequence, manifest.contentHash()));
  }
}
