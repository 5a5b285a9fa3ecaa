package io.nightjar.store;

import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of a warehouse as whole snapshots of plain Parquet.
 *
 * <p>A table is a folder with {@code data/<attempt>/…}, written by one attempt each and read by
 * nobody until {@code _snapshots/<n>.json} names it. A snapshot's manifest lists its files, which
 * may lie in the folders of earlier attempts: what did not change is not written again.
 */
public final class SnapshotStore {
  private final SparkSession session;
  private final Path warehouse;
  private final StoreConfig config;
  private final Configuration hadoop;

  /** Opens a warehouse; the folder need not exist yet. */
  public SnapshotStore(SparkSession session, String warehouse, StoreConfig config) {
    this.session = session;
    this.config = config;
    this.hadoop = session.sessionState().newHadoopConf();
    Path path = new Path(warehouse);
    ExclusiveFile.require(path);
    this.warehouse = qualify(path);
    ExclusiveFile.require(this.warehouse);
  }

  /** The warehouse's folder, with its scheme. */
  public Path warehouse() {
    return warehouse;
  }

  /** The newest snapshot of a table, of any date. */
  public Optional<Snapshot> head(TableId id) {
    return find(id, commit -> true);
  }

  /** The newest snapshot of a table for a logical date. */
  public Optional<Snapshot> find(TableId id, LocalDate date) {
    return find(id, commit -> commit.date().equals(date.toString()));
  }

  /**
   * The snapshot that a night builds on: the newest of another date. A repeated night so starts
   * from where it first did, and replaces what it did.
   */
  public Optional<Snapshot> base(TableId id, LocalDate date) {
    return find(id, commit -> !commit.date().equals(date.toString()));
  }

  /** The newest snapshot of the latest date before a night's, whenever it was made. */
  public Optional<Snapshot> before(TableId id, LocalDate date) {
    String night = date.toString();
    String eve = date.minusDays(1).toString();
    CommitLog<Commit> log = log(id);
    long[] sequences = log.sequences();
    Optional<CommitLog.Entry<Commit>> latest = Optional.empty();
    for (int i = sequences.length - 1; i >= 0; i--) {
      CommitLog.Entry<Commit> entry = log.entry(sequences[i]);
      String found = entry.value().date();
      if (found.compareTo(night) < 0
          && latest.filter(e -> e.value().date().compareTo(found) >= 0).isEmpty()) {
        latest = Optional.of(entry);
      }
      if (found.equals(eve)) {
        break; // There is no later one.
      }
    }
    return latest.map(entry -> snapshot(id, entry));
  }

  /** The snapshots of a table, newest first, at most so many. */
  public List<Snapshot> newest(TableId id, int most) {
    CommitLog<Commit> log = log(id);
    long[] sequences = log.sequences();
    return java.util.stream.IntStream.range(0, Math.min(most, sequences.length))
        .mapToObj(i -> snapshot(id, log.entry(sequences[sequences.length - 1 - i])))
        .toList();
  }

  /** The snapshot of a release's member. */
  public Snapshot open(TableId id, Release.Member member) {
    Snapshot snapshot = snapshot(id, log(id).entry(member.sequence()));
    if (!snapshot.contentHash().equals(member.contentHash())) {
      throw new IllegalStateException(
          "Cannot open "
              + id
              + " snapshot "
              + member.sequence()
              + ": its content hash is "
              + snapshot.contentHash()
              + ", the release names "
              + member.contentHash());
    }
    return snapshot;
  }

  /**
   * The rows of a snapshot: exactly the files of its manifest.
   *
   * @throws io.nightjar.run.UserError if they are not {@linkplain Snapshot#readable readable}
   */
  public Dataset<Row> read(Snapshot snapshot) {
    return read(snapshot, file -> true);
  }

  /**
   * The rows of some of a snapshot's files.
   *
   * @throws io.nightjar.run.UserError if they are not {@linkplain Snapshot#readable readable}
   */
  public Dataset<Row> read(Snapshot snapshot, Predicate<DataFile> files) {
    TableId id = snapshot.requireReadable().id();
    return read(id.table(), id, snapshot.manifest().files().stream().filter(files).toList());
  }

  /** Begins a new snapshot of a table. */
  public Draft draft(TableId id, Lineage lineage) {
    return new Draft(this, id, lineage);
  }

  /** The releases of the warehouse. */
  public Releases releases() {
    return new Releases(new CommitLog<>(new Path(warehouse, "_releases"), Release.class, hadoop));
  }

  Dataset<Row> read(Table table, TableId id, List<DataFile> files) {
    if (files.isEmpty()) {
      return session.createDataFrame(List.of(), table.schema());
    }
    Path data = data(id);
    return session
        .read()
        .schema(table.schema())
        .option("recursiveFileLookup", "true")
        .parquet(
            files.stream().map(f -> new Path(data, f.path()).toString()).toArray(String[]::new));
  }

  CommitLog<Commit> log(TableId id) {
    return new CommitLog<>(new Path(warehouse, id.path() + "/_snapshots"), Commit.class, hadoop);
  }

  Path data(TableId id) {
    return new Path(warehouse, id.path() + "/data");
  }

  /** Deletes a file or folder below a table's data, if it is there. */
  void discard(TableId id, String below) {
    Path path = new Path(data(id), below);
    try {
      path.getFileSystem(hadoop).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }

  SparkSession session() {
    return session;
  }

  StoreConfig config() {
    return config;
  }

  Configuration hadoop() {
    return hadoop;
  }

  private Optional<Snapshot> find(TableId id, Predicate<Commit> condition) {
    return log(id).latest(entry -> condition.test(entry.value())).map(e -> snapshot(id, e));
  }

  Snapshot snapshot(TableId id, CommitLog.Entry<Commit> entry) {
    Path path = new Path(data(id), entry.value().manifest());
    Manifest manifest;
    try (InputStream in = path.getFileSystem(hadoop).open(path)) {
      manifest = Json.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), Manifest.class);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest " + path, e);
    }
    String hash = manifest.contentHash();
    if (!hash.equals(entry.value().contentHash())) {
      throw new IllegalStateException(
          "Cannot trust the manifest "
              + path
              + ": its hash is "
              + hash
              + ", the log names "
              + entry.value().contentHash());
    }
    return new Snapshot(id, entry.sequence(), hash, manifest);
  }

  private Path qualify(Path path) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the warehouse " + path, e);
    }
  }
}
