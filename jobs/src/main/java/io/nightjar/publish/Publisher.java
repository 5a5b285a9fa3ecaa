package io.nightjar.publish;

import io.nightjar.config.PublishConfig;
import io.nightjar.run.Finding;
import io.nightjar.run.Gate;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.JobContext;
import io.nightjar.run.Overrides;
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
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Releases a night, if its lists are what they must be.
 *
 * <p>Input: the night's snapshots of all tables of the serve lane, and {@link Table#METRICS} if
 * there. Output: one {@link Release} that names them. Lists are audited as a reader sees them, see
 * {@link ListAudit}, and the metrics go through {@link QualityGate}; the release keeps why a gate
 * was overridden.
 */
public final class Publisher {
  /**
   * Audits and releases a night. If the newest release is already the same, it stays.
   *
   * @param context of the serve lane
   * @throws UserError if a table of the night is missing, was made from another night's, or has a
   *     file that is damaged
   * @throws GateRefusal if a check fails, or another run released meanwhile; what is served stays
   */
  public Releases.Numbered publish(JobContext context) {
    if (context.lane() != Lane.SERVE) {
      throw new IllegalArgumentException("Cannot release lane " + context.lane().label());
    }
    refuseOlder(context.store(), context.date(), context.overrides());
    Releases releases = context.store().releases();
    Optional<Release> current = releases.current().map(Releases.Numbered::release);
    Night night = Night.of(context);
    night.requireSound(context.store());
    List<Finding> findings = new ArrayList<>(metricsBelow(context, night));
    findings.addAll(listsAmiss(context, current));
    SortedMap<String, String> overrides = night.overrides();
    overrides.putAll(context.overrides().judge(refused(context.date()), findings));
    return releases.publish(
        new Release(
            context.date().toString(),
            context.lineage().run(),
            "night",
            overrides,
            Instant.now().toString(),
            night.members()));
  }

  /**
   * Refuses a night before the one that is released, unless that is allowed.
   *
   * @throws GateRefusal if a later night is released
   */
  public static void refuseOlder(SnapshotStore store, LocalDate date, Overrides overrides) {
    Optional<String> later =
        store
            .releases()
            .current()
            .map(current -> current.release().date())
            .filter(released -> date.isBefore(LocalDate.parse(released)));
    if (!overrides.older() && later.isPresent()) {
      throw new GateRefusal(
          "%s: check date_not_older found that %s is released; --allow-older permits it"
              .formatted(refused(date), later.get()));
    }
  }

  private static String refused(LocalDate date) {
    return "Cannot release " + date;
  }

  private static List<Finding> metricsBelow(JobContext context, Night night) {
    return night
        .find(Table.METRICS)
        .map(
            metrics ->
                QualityGate.check(
                    context.store().read(metrics).collectAsList(),
                    context.config().evaluate(),
                    context.config().publish()))
        .orElse(List.of());
  }

  /** What could be overridden; what a list must never hold is refused at once. */
  private static List<Finding> listsAmiss(JobContext context, Optional<Release> current) {
    Dataset<Row> lists = context.read(Table.RECOMMENDATIONS);
    ListAudit audit =
        ListAudit.of(
            lists,
            context.read(Table.USER_INDEX),
            context.read(Table.ITEM_INDEX),
            context.read(Table.INTERACTIONS),
            context.read(Table.ITEMS),
            context.config().recommend().n());
    String violations =
        audit.violations().entrySet().stream()
            .filter(check -> check.getValue() > 0)
            .map(
                check ->
                    "check %s found %,d violations, the limit is 0"
                        .formatted(check.getKey(), check.getValue()))
            .collect(Collectors.joining("; "));
    if (!violations.isEmpty()) {
      throw new GateRefusal(refused(context.date()) + ": " + violations);
    }
    PublishConfig limits = context.config().publish();
    List<Finding> findings = new ArrayList<>();
    share(audit.shortLists(), audit.users(), limits.maxShortLists())
        .map(p -> new Finding(Gate.SHORT_LISTS, p + " (publish.max-short-lists)"))
        .ifPresent(findings::add);
    current
        .flatMap(release -> lost(context, lists, release, limits.maxUsersLost()))
        .map(p -> new Finding(Gate.USERS_LOST, p + " (publish.max-users-lost)"))
        .ifPresent(findings::add);
    return findings;
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
            "found %s of users (%,d of %,d), the limit is %s"
                .formatted((double) part / users, part, users, limit))
        : Optional.empty();
  }
}
