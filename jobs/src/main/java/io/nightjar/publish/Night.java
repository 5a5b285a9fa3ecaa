package io.nightjar.publish;

import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The snapshots of one night that are released together. */
final class Night {
  private static final List<Table> SERVED =
      List.of(
          Table.EVENTS,
          Table.QUARANTINE,
          Table.ITEMS,
          Table.USERS,
          Table.USER_INDEX,
          Table.ITEM_INDEX,
          Table.INTERACTIONS,
          Table.USER_FACTORS,
          Table.ITEM_FACTORS,
          Table.SIMILAR_ITEMS,
          Table.POPULAR_ITEMS,
          Table.RECOMMENDATIONS);

  private final SortedMap<String, Snapshot> snapshots;

  private Night(SortedMap<String, Snapshot> snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Finds a night's snapshots: all that serve, and {@link Table#METRICS} if they are there and
   * {@code evaluate.enabled}.
   *
   * @throws UserError if a table is missing, or was made from another snapshot of a table than the
   *     one that would be released beside it
   */
  static Night of(JobContext context) {
    SortedMap<String, Snapshot> snapshots = new TreeMap<>();
    for (Table table : SERVED) {
      snapshots.put(context.id(table).path(), context.snapshot(table));
    }
    if (context.config().evaluate().enabled()) {
      context
          .store()
          .find(context.id(Table.METRICS), context.date())
          .ifPresent(metrics -> snapshots.put(metrics.id().path(), metrics));
    }
    Night night = new Night(snapshots);
    night.refuseMixture();
    return night;
  }

  /** The night's snapshot of a table, if it is released. */
  Optional<Snapshot> find(Table table) {
    return Optional.ofNullable(snapshots.get(TableId.of(table, Lane.SERVE).path()));
  }

  /** What a release says of the snapshots. */
  SortedMap<String, Release.Member> members() {
    SortedMap<String, Release.Member> members = new TreeMap<>();
    snapshots.forEach(
        (path, snapshot) ->
            members.put(path, new Release.Member(snapshot.sequence(), snapshot.contentHash())));
    return members;
  }

  /**
   * Checks every file of the night, but for those of earlier nights' events, which `verify` checks:
   * to read all history is not a night's work.
   *
   * @throws UserError if one is damaged
   */
  void requireSound(SnapshotStore store) {
    snapshots.values().stream()
        .filter(snapshot -> snapshot.id().table() != Table.EVENTS)
        .forEach(store::requireSound);
  }

  /** Why a gate was overridden when the snapshots were made, by its name. */
  SortedMap<String, String> overrides() {
    SortedMap<String, String> overrides = new TreeMap<>();
    snapshots.values().forEach(snapshot -> overrides.putAll(snapshot.overrides()));
    return overrides;
  }

  private void refuseMixture() {
    for (Snapshot snapshot : snapshots.values()) {
      snapshot
          .manifest()
          .inputs()
          .forEach(
              (path, hash) -> {
                Snapshot input = snapshots.get(path);
                if (input != null && !input.contentHash().equals(hash)) {
                  throw new UserError(
                      "Cannot release %s: table %s was made from another %s than the night's newest;"
                              .formatted(snapshot.date(), snapshot.id(), path)
                          + " run `%s` again, or `run` for all"
                              .formatted(snapshot.manifest().job()));
                }
              });
    }
  }
}
