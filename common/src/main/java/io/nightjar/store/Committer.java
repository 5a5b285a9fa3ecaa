package io.nightjar.store;

import io.nightjar.run.GateRefusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.fs.Path;

/**
 * Makes audited files a table's newest snapshot, by an entry in its log: the one moment from which
 * they can be read.
 *
 * @param onto the sequence number that the newest snapshot must still have (0 for none)
 * @param overrides reasons why it is published although a check failed, by name of the check
 */
record Committer(
    SnapshotStore store,
    TableId id,
    Lineage lineage,
    OptionalLong onto,
    SortedMap<String, String> overrides) {
  /**
   * Publishes, or returns the snapshot that has the same content for the date already, unless a
   * file of it is damaged.
   *
   * @param attempt folder of the files, which is discarded where it is not needed
   * @throws GateRefusal if another run published meanwhile
   */
  Snapshot publish(Manifest manifest, String attempt) {
    String hash = manifest.contentHash();
    String text = Json.write(manifest);
    write(new Path(store.data(id), attempt + "/_manifest.json"), text);
    Commit commit =
        new Commit(
            manifest.date(),
            attempt + "/_manifest.json",
            Json.sha256(text),
            hash,
            manifest.fingerprint(),
            lineage.run(),
            overrides,
            Instant.now().toString());
    CommitLog<Commit> log = store.log(id);
    while (true) {
      Optional<Snapshot> same =
          store
              .find(id, lineage.date())
              .filter(s -> s.contentHash().equals(hash))
              .filter(s -> s.manifest().fingerprint().equals(lineage.fingerprint()))
              .filter(s -> store.damages(id, replaced(s, manifest)).isEmpty());
      if (same.isPresent()) {
        store.discard(id, attempt);
        return same.get();
      }
      long head = log.latest().map(CommitLog.Entry::sequence).orElse(0L);
      if (onto.isPresent() && onto.getAsLong() != head) {
        store.discard(id, attempt);
        throw new GateRefusal(
            "Cannot publish %s for %s: another run published snapshot %d meanwhile; run again"
                .formatted(id, lineage.date(), head));
      }
      Optional<CommitLog.Entry<Commit>> entry = log.append(head, commit);
      if (entry.isPresent()) {
        return new Snapshot(id, entry.get().sequence(), hash, overrides, manifest);
      }
    }
  }

  /** The files of a snapshot that a new manifest does not keep. */
  private static List<DataFile> replaced(Snapshot snapshot, Manifest manifest) {
    Set<DataFile> kept = Set.copyOf(manifest.files());
    return snapshot.manifest().files().stream().filter(file -> !kept.contains(file)).toList();
  }

  private void write(Path path, String content) {
    try {
      TextFile.write(path, content, false, store.hadoop());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + path, e);
    }
  }
}
