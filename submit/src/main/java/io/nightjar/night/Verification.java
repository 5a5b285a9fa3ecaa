package io.nightjar.night;

import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Damage;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Reads files again and compares them with what was written: every byte of every table of a
 * release, or of all that a warehouse holds. It finds everything that is damaged, and changes
 * nothing.
 */
public final class Verification {
  /**
   * What was found in a table.
   *
   * @param table path below the warehouse
   * @param snapshots how many were looked at
   * @param files how many files they have; one that several have counts once
   * @param bytes bytes of these
   * @param damages what is not as it was written
   */
  public record Found(String table, int snapshots, int files, long bytes, List<String> damages) {}

  private final SnapshotStore store;

  /** A verification of what a warehouse holds. */
  public Verification(SnapshotStore store) {
    this.store = store;
  }

  /** Verifies the tables of one release. */
  public List<Found> of(Release release) {
    List<Found> found = new ArrayList<>();
    for (Table table : Table.values()) {
      TableId id = TableId.of(table, Lane.SERVE);
      Release.Member member = release.tables().get(id.path());
      if (member != null) {
        found.add(table(id, List.of(() -> store.open(id, member))));
      }
    }
    return found;
  }

  /** Verifies every snapshot of every table, and every release. */
  public List<Found> ofAll() {
    List<Found> found = new ArrayList<>();
    Set<TableId> ids = new LinkedHashSet<>();
    for (Table table : Table.values()) {
      for (Lane lane : Lane.values()) {
        ids.add(TableId.of(table, lane));
      }
    }
    for (TableId id : ids) {
      List<Supplier<Snapshot>> snapshots =
          LongStream.of(store.sequences(id))
              .<Supplier<Snapshot>>mapToObj(sequence -> () -> store.open(id, sequence))
              .toList();
      if (!snapshots.isEmpty()) {
        found.add(table(id, snapshots));
      }
    }
    found.add(releases());
    return found;
  }

  private Found table(TableId id, List<Supplier<Snapshot>> snapshots) {
    Set<DataFile> files = new LinkedHashSet<>();
    List<String> damages = new ArrayList<>();
    for (Supplier<Snapshot> snapshot : snapshots) {
      try {
        files.addAll(snapshot.get().manifest().files());
      } catch (UserError | UncheckedIOException e) { // Damaged, or out of reach.
        damages.add(e.getMessage());
      }
    }
    store.damages(id, files).stream().map(Damage::toString).forEach(damages::add);
    long bytes = files.stream().mapToLong(DataFile::bytes).sum();
    return new Found(id.path(), snapshots.size(), files.size(), bytes, damages);
  }

  private Found releases() {
    Releases releases = store.releases();
    List<String> damages = new ArrayList<>();
    long[] numbers = releases.numbers();
    for (long number : numbers) {
      try {
        releases.get(number);
      } catch (UserError | UncheckedIOException e) {
        damages.add(e.getMessage());
      }
    }
    return new Found("_releases", numbers.length, numbers.length, 0, damages);
  }
}
