package io.nightjar.publish;

import io.nightjar.config.PublishConfig;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Release;
import io.nightjar.store.Releases;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Releases a night, if its lists are what they must be.
 *
 * <p>Input: the night's snapshots of all tables of the serve lane, and {@link Table#METRICS} if
 * there. Output: one {@link Release} that names them. Lists are audited as a reader sees them, see
 * {@link ListAudit}, and the metrics go through {@link QualityGate}.
 */
public final class Publisher {
  private final boolean allowOlder;

  /**
   * A publisher.
   *
   * @param allowOlder whether a night before the one that is released may take its place
   */
  public Publisher(boolean allowOlder) {
    this.allowOlder = allowOlder;
  }

  /**
   * Audits and releases a night. If the newest release is already the same, it stays.
   *
   * @param context of the serve lane
   * @throws UserError if a table of the night is missing or was made from another night's
   * @throws GateRefusal if a check fails, or another run released meanwhile; what is served stays
   */
  public Releases.Numbered publish(JobContext context) {
    if (context.lane() != Lane.SERVE) {
      throw new IllegalArgumentException("Cannot release lane " + context.lane().label());
    }
    refuseOlder(context.store(), context.date());
    Releases releases = context.store().releases();
    Optional<Release> current = releases.current().map(Releases.Numbered::release);
    Night night = Night.of(context);
    checkMetrics(context, night);
    checkLists(context, current);
    return releases.publish(
        new Release(
            context.date().toString(),
            context.lineage().run(),
            "night",
            Instant.now().toString(),
            night.members()));
  }

  /**
   * Refuses a night before the one that is released, unless that is allowed.
   *
   * @throws GateRefusal if a later night is released
   */
  public void refuseOlder(SnapshotStore store, LocalDate date) {
    Optional<String> later =
        store
            .releases()
            .current()
            .map(current -> current.release().date())
            .filter(released -> date.isBefore(LocalDate.parse(released)));
    if (!allowOlder && later.isPresent()) {
      throw new GateRefusal(
          "Cannot release %s: check date_not_older found that %s is released; --allow-older permits it"
              .formatted(date, later.get()));
    }
  }

  private static void checkMetrics(JobContext context, Night night) {
    night
        .find(Table.METRICS)
        .ifPresent(
            metrics ->
                QualityGate.check(
                    context.store().read(metrics).collectAsList(),
                    context.config().evaluate(),
                    context.config().publish()));
  }

  private static void checkLists(JobContext context, Optional<Release> current) {
    Dataset<Row> lists = context.read(Table.RECOMMENDATIONS);
    ListAudit audit =
        ListAudit.of(
            lists,
            context.read(Table.USER_INDEX),
            context.read(Table.ITEM_INDEX),
            context.read(Table.INTERACTIONS),
            context.read(Table.ITEMS),
            context.config().recommend().n());
    PublishConfig limits = context.config().publish();
    List<String> problems = new ArrayList<>();
    audit
        .violations()
        .forEach(
            (check, found) -> {
              if (found > 0) {
                problems.add(
                    "check %s found %,d violations, the limit is 0".formatted(check, found));
              }
            });
    share(audit.shortLists(), audit.users(), limits.maxShortLists())
        .ifPresent(p -> problems.add("check short_lists" + p + " (publish.max-short-lists)"));
    current
        .flatMap(release -> lost(context, lists, release, limits.maxUsersLost()))
        .ifPresent(p -> problems.add("check users_lost" + p + " (publish.max-users-lost)"));
    if (!problems.isEmpty()) {
      throw new GateRefusal(
          "Cannot release %s: %s".formatted(context.date(), String.join("; ", problems)));
    }
  }

  private static Optional<String> lost(
      JobContext context, Dataset<Row> lists, Release current, double limit) {
    TableId id = context.id(Table.RECOMMENDATIONS);
    Snapshot released = context.store().open(id, current.tables().get(id.path()));
    long users = released.manifest().rows();
    return share(
        released.readable() ? lost(context.store().read(released), lists) : users - lists.count(),
        users,
        limit);
  }

  private static long lost(Dataset<Row> released, Dataset<Row> lists) {
    return released.join(lists, new String[] {Columns.USER_ID}, "left_anti").count();
  }

  private static Optional<String> share(long part, long users, double limit) {
    return part > limit * users
        ? Optional.of(
            " found %s of users (%,d of %,d), the limit is %s"
                .formatted((double) part / users, part, users, limit))
        : Optional.empty();
  }
}
