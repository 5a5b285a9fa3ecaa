package io.nightjar.store;

import io.nightjar.config.StoreConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
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
  /** What names of warehouses of trials begin with. */
  static final String TRIAL = "warehouse-";

  private static final String TRIALS = "tune";

  private final SparkSession session;
  private final Path warehouse;
  private final StoreConfig config;
  private final Configuration hadoop;
  private final Integrity integrity;

  /** The log of whom this warehouse must not know. */
  private final Path erased;

  /** Opens a warehouse; the folder need not exist yet. */
  public SnapshotStore(SparkSession session, String warehouse, StoreConfig config) {
    this(session, warehouse, config, Optional.empty());
  }

  private SnapshotStore(
      SparkSession session, String warehouse, StoreConfig config, Optional<Path> erased) {
    this.session = session;
    this.config = config;
    this.hadoop = session.sessionState().newHadoopConf();
    this.integrity = new Integrity(session);
    Path path = new Path(warehouse);
    ExclusiveFile.require(path);
    this.warehouse = qualify(path);
    ExclusiveFile.require(this.warehouse);
    this.erased = erased.orElseGet(() -> new Path(this.warehouse, "_erased"));
  }

  /** The folder of searches, in which they have warehouses of their own; no table is in itself. */
  public SnapshotStore trials() {
    return within(TRIALS);
  }

  /** A warehouse of {@link #trials}. */
  public SnapshotStore trial(int number) {
    return within(TRIALS + "/" + TRIAL + number);
  }

  /** It must not know whom this one must not. */
  private SnapshotStore within(String folder) {
    Path path = new Path(warehouse, folder);
    return new SnapshotStore(session, path.toString(), config, Optional.of(erased));
  }

  /** The warehouse's folder, with its scheme. */
  public Path warehouse() {
    return warehouse;
  }

  Path erased() {
    return erased;
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

  /** The numbers of a table's snapshots, ascending. */
  public long[] sequences(TableId id) {
    return log(id).sequences();
  }

  /**
   * A snapshot by its number.
   *
   * @throws UserError if its manifest is damaged
   */
  public Snapshot open(TableId id, long sequence) {
    return snapshot(id, log(id).entry(sequence));
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
    Snapshot snapshot = open(id, member.sequence());
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
   * @throws UserError if they are not {@linkplain Snapshot#readable readable}, or a file is damaged
   */
  public Dataset<Row> read(Snapshot snapshot) {
    return read(snapshot, file -> true);
  }

  /**
   * The rows of some of a snapshot's files.
   *
   * @throws UserError if they are not {@linkplain Snapshot#readable readable}, or a file is damaged
   */
  public Dataset<Row> read(Snapshot snapshot, Predicate<DataFile> files) {
    TableId id = snapshot.requireReadable().id();
    List<DataFile> chosen = snapshot.manifest().files().stream().filter(files).toList();
    integrity.require(id, data(id), chosen);
    return read(id.table(), id, chosen);
  }

  /**
   * Checks the files of a snapshot, each once a process.
   *
   * @throws UserError if one is damaged
   */
  public void requireSound(Snapshot snapshot) {
    integrity.require(snapshot.id(), data(snapshot.id()), snapshot.manifest().files());
  }

  /** The files of snapshots of one table that are not what their manifests say. */
  public List<Damage> damages(TableId id, Collection<DataFile> files) {
    return DataFiles.damages(session, data(id), List.copyOf(files));
  }

  /** Begins a new snapshot of a table. */
  public Draft draft(TableId id, Lineage lineage) {
    return new Draft(this, id, lineage);
  }

  /** The releases of the warehouse. */
  public Releases releases() {
    return Releases.of(warehouse, hadoop);
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
        .option("parquet.page.verify-checksum.enabled", "true")
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

  Integrity integrity() {
    return integrity;
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
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      manifest = Json.read(text, Manifest.class);
      if (!Json.sha256(text).equals(entry.value().manifestHash())) {
        throw new IllegalArgumentException("its hash is not that of the table's log");
      }
    } catch (FileNotFoundException | ChecksumException | IllegalArgumentException e) {
      throw new UserError(
          ("Cannot open snapshot %d of table %s: its manifest %s is damaged: %s; restore it from a"
                  + " copy; meanwhile `rollback` serves an earlier release")
              .formatted(entry.sequence(), id, path, e.getMessage()),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the manifest " + path + ": " + e.getMessage(), e);
    }
    Commit commit = entry.value();
    return new Snapshot(id, entry.sequence(), commit.contentHash(), commit.overrides(), manifest);
  }

  private Path qualify(Path path) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the warehouse " + path, e);
    }
  }
}
