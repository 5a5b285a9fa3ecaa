package io.nightjar.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;

/**
 * Whom a warehouse must not know any more: salted SHA-256 hashes of users' ids in the log {@code
 * _erased/<n>.json}, which tell of an id whether it is one of them, and of none of them what it is
 * to anyone who cannot guess it. An entry is done once {@code n.certificate.json} stands beside it.
 */
public final class Tombstones implements Serializable {
  private static final long serialVersionUID = 1;
  private static final int SALT_BYTES = 16;

  /** They take 30 ms where they are of 100 bytes, and 90 ms of 4 kB. */
  private static final int MOST_TRIES = 10_000;

  private static final HexFormat HEX = HexFormat.of();

  /**
   * An entry of the log.
   *
   * @param salt hexadecimal, the same in all entries
   * @param hashes of the ids, hexadecimal, ascending
   */
  record Entry(String salt, List<String> hashes) {}

  private final byte[] salt;
  private final Set<String> hashes;

  private Tombstones(String salt, Set<String> hashes) {
    this.salt = HEX.parseHex(salt);
    this.hashes = hashes;
  }

  /** Those of a warehouse; none if nobody was ever erased. */
  public static Optional<Tombstones> of(SnapshotStore store) {
    List<Entry> entries = entries(store);
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    Set<String> hashes = new HashSet<>();
    entries.forEach(entry -> hashes.addAll(entry.hashes()));
    return Optional.of(new Tombstones(entries.get(0).salt(), hashes));
  }

  /** Whether that is the id of somebody erased. */
  public boolean contains(String id) {
    return id != null && hashes.contains(hash(salt, id.getBytes(UTF_8)));
  }

  /**
   * Whether a text may name somebody erased: all is tried that stands in it where an id may. A text
   * in which that is too much to try counts as one that does.
   *
   * @param maxIdBytes no id is longer
   */
  public boolean mayBeNamedIn(byte[] text, int maxIdBytes) {
    int tries = 0;
    for (int from = 0; from < text.length; from++) {
      int last = Math.min(text.length, from + maxIdBytes);
      for (int to = from + 1; Mention.mayBegin(text, from) && to <= last; to++) {
        if (Mention.mayEnd(text, to)
            && (++tries > MOST_TRIES
                || hashes.contains(hash(salt, Arrays.copyOfRange(text, from, to))))) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Refuses a warehouse in which somebody is erased by half.
   *
   * @throws UserError if an erasure did not end
   */
  public static void requireWhole(SnapshotStore store) {
    if (!pending(store).isEmpty()) {
      throw new UserError(
          "Cannot write to %s: an erasure did not end; run `erase` with the same users again"
              .formatted(store.warehouse()));
    }
  }

  /** Adds ids to the log, and gives the numbers of entries that are not done and hold no others. */
  static Set<Long> add(SnapshotStore store, Collection<String> ids) {
    CommitLog<Entry> log = log(store);
    List<Entry> entries = entries(store);
    String salt = entries.isEmpty() ? newSalt() : entries.get(0).salt();
    TreeSet<String> hashes = new TreeSet<>();
    ids.forEach(id -> hashes.add(hash(HEX.parseHex(salt), id.getBytes(UTF_8))));
    long[] sequences = log.sequences();
    long last = sequences.length == 0 ? 0 : sequences[sequences.length - 1];
    if (log.append(last, new Entry(salt, List.copyOf(hashes))).isEmpty()) {
      throw new UserError(
          "Cannot erase: another run erases in " + store.warehouse() + "; run it again");
    }
    Set<Long> ours = new TreeSet<>();
    for (long pending : pending(store)) {
      if (hashes.containsAll(log.entry(pending).value().hashes())) {
        ours.add(pending);
      }
    }
    return ours;
  }

  /** Says that an entry is done. */
  static void certify(SnapshotStore store, long number, String certificate) {
    try {
      ExclusiveFile.create(certificate(store, number), certificate, store.hadoop());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write the certificate " + number, e);
    }
  }

  private static Path certificate(SnapshotStore store, long number) {
    return new Path(store.erased(), number + ".certificate.json");
  }

  private static Set<Long> pending(SnapshotStore store) {
    Set<Long> pending = new TreeSet<>();
    try {
      var files = store.warehouse().getFileSystem(store.hadoop());
      for (long number : log(store).sequences()) {
        if (!files.exists(certificate(store, number))) {
          pending.add(number);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + store.warehouse(), e);
    }
    return pending;
  }

  private static List<Entry> entries(SnapshotStore store) {
    CommitLog<Entry> log = log(store);
    return Arrays.stream(log.sequences()).mapToObj(number -> log.entry(number).value()).toList();
  }

  private static CommitLog<Entry> log(SnapshotStore store) {
    return new CommitLog<>(store.erased(), Entry.class, store.hadoop());
  }

  private static String newSalt() {
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    return HEX.formatHex(salt);
  }

  private static String hash(byte[] salt, byte[] id) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(salt);
      return HEX.formatHex(digest.digest(id));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
