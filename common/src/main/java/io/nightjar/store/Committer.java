package io.nightjar.store;

import io.nightjar.run.GateRefusal;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;

/**
 * Makes audited files a table's newest snapshot, by an entry in its log: the one moment from which
 * they can be read.
 *
 * @param onto the sequence number that the newest snapshot must still have (0 for none)
 */
record Committer(SnapshotStore store, TableId id, Lineage lineage, OptionalLong onto) {
  /**
   * Publishes, or returns the snapshot that has the same content for the date already.
   *
   * @param attempt folder of the files, which is discarded where it is not needed
   * @throws GateRefusal if another run published meanwhile
   */
  Snapshot publish(Manifest manifest, String attempt) {
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
}
