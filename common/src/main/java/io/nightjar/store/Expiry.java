package io.nightjar.store;

import io.nightjar.config.ExpireConfig;
import io.nightjar.schema.Table;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Deletes what no night and no reader needs.
 *
 * <p>Kept are the release that is served, the newest {@code expire.keep-releases}, those of the
 * last {@code expire.keep-days} before the latest night, and all that they name; of each table its
 * newest snapshot, and the newest of each night of those days. All else goes: first from the logs,
 * so that nobody finds what is about to go, then from the disk. Files that no log knows of, which a
 * dead run left or a living one writes, go once they are {@code expire.orphan-hours} old. All of it
 * is decided before anything is deleted; what cannot be read stops it.
 *
 * <p>Days are counted by logical dates: the clock decides of orphans alone.
 */
public final class Expiry {
  /**
   * What goes of one folder.
   *
   * @param folder path below the warehouse
   * @param entries entries of its log
   * @param files files, beside those entries, and empty folders
   * @param bytes bytes of these files
   */
  public record Removed(String folder, int entries, int files, long bytes) {}

  private final SnapshotStore store;
  private final ExpireConfig config;
  private final List<Removed> removed = new ArrayList<>();
  private final List<Path> entries = new ArrayList<>();
  private final List<Path> files = new ArrayList<>();

  private Expiry(SnapshotStore store, ExpireConfig config) {
    this.store = store;
    this.config = config;
  }

  /**
   * Deletes what is past its time, or only tells what that is.
   *
   * @param dry whether to delete nothing
   * @throws io.nightjar.run.UserError if an entry or a manifest is damaged, or of another Nightjar;
   *     nothing is deleted
   */
  public static List<Removed> run(SnapshotStore store, ExpireConfig config, boolean dry) {
    Expiry expiry = new Expiry(store, config);
    try {
      expiry.plan();
      if (!dry) {
        expiry.delete();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot expire what is in " + store.warehouse(), e);
    }
    return expiry.removed;
  }

  private void plan() throws IOException {
    List<Releases.Numbered> releases = store.releases().all();
    LocalDate latest = latest(releases);
    Map<String, Set<Long>> named = new HashMap<>();
    int gone = 0;
    for (int i = 0; i < releases.size(); i++) {
      Release release = releases.get(i).release();
      boolean kept = i >= releases.size() - config.keepReleases() || recent(release.date(), latest);
      if (kept) {
        release
            .tables()
            .forEach(
                (table, member) ->
                    named.computeIfAbsent(table, t -> new HashSet<>()).add(member.sequence()));
      } else {
        entries.add(new Path(store.warehouse(), "_releases/" + releases.get(i).number() + ".json"));
        gone++;
      }
    }
    add("_releases", gone, List.of());
    for (Table table : Table.values()) {
      for (Lane lane : table.perLane() ? Lane.values() : new Lane[] {Lane.SERVE}) {
        TableId id = TableId.of(table, lane);
        table(id, named.getOrDefault(id.path(), Set.of()), latest);
      }
    }
    reports(latest);
  }

  private LocalDate latest(List<Releases.Numbered> releases) {
    Optional<LocalDate> events =
        store.head(TableId.of(Table.EVENTS, Lane.SERVE)).map(Snapshot::date);
    LocalDate latest = events.orElse(LocalDate.EPOCH);
    for (Releases.Numbered release : releases) {
      LocalDate date = LocalDate.parse(release.release().date());
      latest = date.isAfter(latest) ? date : latest;
    }
    return latest;
  }

  private boolean recent(String date, LocalDate latest) {
    return LocalDate.parse(date).isAfter(latest.minusDays(config.keepDays()));
  }

  private void table(TableId id, Set<Long> named, LocalDate latest) throws IOException {
    long[] sequences = store.sequences(id);
    Set<String> nights = new HashSet<>();
    Set<String> kept = new HashSet<>();
    Set<String> known = new HashSet<>();
    int gone = 0;
    for (int i = sequences.length - 1; i >= 0; i--) {
      Commit commit = store.log(id).entry(sequences[i]).value();
      boolean newestOfNight = nights.add(commit.date());
      known.add(attempt(commit.manifest()));
      if (i == sequences.length - 1
          || named.contains(sequences[i])
          || (newestOfNight && recent(commit.date(), latest))) {
        kept.add(commit.manifest());
        store.open(id, sequences[i]).manifest().files().forEach(file -> kept.add(file.path()));
      } else {
        entries.add(
            new Path(store.warehouse(), id.path() + "/_snapshots/" + sequences[i] + ".json"));
        gone++;
      }
    }
    List<FileStatus> past = new ArrayList<>();
    Path data = store.data(id);
    int prefix = data.toString().length() + 1;
    for (FileStatus file : all(data)) {
      String path = file.getPath().toString().substring(prefix);
      if (!kept.contains(path) && (known.contains(attempt(path)) || old(file))) {
        past.add(file);
      }
    }
    // What a writer leaves that dies before its entry has a name.
    for (FileStatus file : all(new Path(store.warehouse(), id.path() + "/_snapshots"))) {
      if (file.getPath().getName().startsWith(".") && old(file)) {
        past.add(file);
      }
    }
    add(id.path(), gone, past);
  }

  private static String attempt(String path) {
    int slash = path.indexOf('/');
    return slash < 0 ? path : path.substring(0, slash);
  }

  private void reports(LocalDate latest) throws IOException {
    Path folder = new Path(store.warehouse(), "reports");
    List<FileStatus> past = new ArrayList<>();
    for (FileStatus night : list(folder)) {
      String date = night.getPath().getName();
      if (date.matches("\\d{4,}-\\d\\d-\\d\\d") && !recent(date, latest)) {
        past.addAll(all(night.getPath()));
      }
    }
    add("reports", 0, past);
    List<FileStatus> left = new ArrayList<>();
    for (FileStatus file : all(new Path(store.warehouse(), "_checkpoints"))) {
      if (old(file)) {
        left.add(file);
      }
    }
    add("_checkpoints", 0, left);
  }

  private void add(String folder, int gone, List<FileStatus> past) {
    past.forEach(file -> files.add(file.getPath()));
    if (gone > 0 || !past.isEmpty()) {
      long bytes = past.stream().mapToLong(FileStatus::getLen).sum();
      removed.add(new Removed(folder, gone, past.size(), bytes));
    }
  }

  private boolean old(FileStatus file) {
    long age = System.currentTimeMillis() - file.getModificationTime();
    return age >= Duration.ofHours(config.orphanHours()).toMillis();
  }

  private void delete() throws IOException {
    FileSystem system = store.warehouse().getFileSystem(store.hadoop());
    for (Path path : entries) {
      system.delete(path, false);
    }
    for (Path path : files) {
      system.delete(path, false);
      Path parent = path.getParent();
      while (!parent.equals(store.warehouse()) && list(parent).isEmpty()) {
        system.delete(parent, false);
        parent = parent.getParent();
      }
    }
  }

  /** All files below a folder, and folders below it that are empty. */
  private List<FileStatus> all(Path folder) throws IOException {
    List<FileStatus> found = new ArrayList<>();
    for (FileStatus status : list(folder)) {
      List<FileStatus> below = status.isDirectory() ? all(status.getPath()) : List.of();
      found.addAll(below.isEmpty() ? List.of(status) : below);
    }
    return found;
  }

  /**
   * What a folder holds. Hadoop's local file system hides its files of checksums and deletes each
   * with the file it is of; one that stands alone, as a killed writer leaves it, is a file here.
   */
  private List<FileStatus> list(Path folder) throws IOException {
    FileSystem system = folder.getFileSystem(store.hadoop());
    if (!(system instanceof ChecksumFileSystem hiding)) {
      return listAll(system, folder);
    }
    List<FileStatus> all = listAll(hiding.getRawFileSystem(), folder);
    Set<Path> ofFiles = new HashSet<>();
    all.forEach(status -> ofFiles.add(hiding.getChecksumFile(status.getPath())));
    return all.stream().filter(status -> !ofFiles.contains(status.getPath())).toList();
  }

  private static List<FileStatus> listAll(FileSystem system, Path folder) throws IOException {
    try {
      return Arrays.asList(system.listStatus(folder));
    } catch (FileNotFoundException e) {
      return List.of();
    }
  }
}
