package io.nightjar.ingest;

import io.nightjar.config.IngestConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.run.Finding;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Reads the logs and catalogues of a night.
 *
 * <p>Input: the files that {@code ingest} names, and the tables of the night before. Output: {@link
 * Table#EVENTS}, of which only the dates that got new events are written again; {@link
 * Table#QUARANTINE} with every row that was refused tonight; {@link Table#ITEMS} and {@link
 * Table#USERS}. Every row is accounted for: read = accepted + duplicate + quarantined, in total and
 * for each source. Reading the same rows again changes nothing.
 *
 * <p>Errors: {@link io.nightjar.run.UserError} for files, columns or expressions that are not as
 * configured; {@link io.nightjar.run.GateRefusal} past {@code ingest.limits}, before anything is
 * published.
 */
public final class IngestJob implements Job {
  @Override
  public String name() {
    return "ingest";
  }

  @Override
  public String summary() {
    return "Reads logs and catalogues, quarantines what is malformed, drops duplicates.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return Set.of();
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.EVENTS, Table.QUARANTINE, Table.ITEMS, Table.USERS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(config.ingest(), List.copyOf(new TreeSet<>(config.prepare().events().keySet())));
  }

  @Override
  public String surroundings(JobContext context) {
    String bases =
        Stream.of(
                context.base(Table.EVENTS),
                context.before(Table.ITEMS),
                context.before(Table.USERS))
            .map(snapshot -> snapshot.map(Snapshot::contentHash).orElse("none"))
            .collect(Collectors.joining(" "));
    return bases + " " + InputFiles.state(context);
  }

  @Override
  public void run(JobContext context) {
    context.config().requireSources();
    UnreadableFile.named(context.store().warehouse(), () -> ingest(context));
  }

  private static void ingest(JobContext context) {
    IngestConfig config = context.config().ingest().located();
    var spark = context.session();
    long head = context.head(Table.EVENTS);
    UserNames names = UserNames.of(config, context.store());
    context
        .base(Table.EVENTS)
        .ifPresent(base -> Pseudonyms.checkSame(names.pseudonyms(), base.manifest()));
    List<Dataset<Row>> logs = eventRows(spark, context.config(), names, context.date());
    try (Batch events = Batch.ofEvents(logs, config.events().keySet());
        Batch items = Batch.ofCatalogue(spark, itemRows(context), config.items().keySet());
        Batch users = Batch.ofCatalogue(spark, userRows(context, names), config.users().keySet())) {
      Tally tally = events.tally();
      NewCatalogue newItems = NewCatalogue.of(context, Table.ITEMS, items, config.catalogueMode());
      NewCatalogue newUsers = NewCatalogue.of(context, Table.USERS, users, config.catalogueMode());
      List<Finding> findings =
          IngestLimits.check(
              config.limits(),
              tally.counts(tally.good()),
              Stream.concat(newItems.counts().stream(), newUsers.counts().stream()).toList(),
              pastReads(context));
      SortedMap<String, String> despite =
          context.overrides().judge("Cannot ingest " + context.date(), findings);

      context
          .draft(Table.QUARANTINE)
          .commit(events.bad().unionByName(items.bad()).unionByName(users.bad()));
      newItems.commit(context);
      newUsers.commit(context);
      NewEvents merged =
          NewEvents.of(context, events.rows().orElseThrow(), tally, config.events().keySet());
      context
          .draft(Table.EVENTS)
          .onto(head)
          .despite(despite)
          .counts(names.pseudonyms().map(Pseudonyms::counts).orElse(Map.of()))
          .merge(merged.rows(), merged.merge());
    }
  }

  /** Rows read in the nights before this one, latest first; one number a night. */
  private static List<Long> pastReads(JobContext context) {
    int nights = context.config().ingest().limits().volumeNights();
    Map<LocalDate, Long> reads = new TreeMap<>(Comparator.reverseOrder());
    for (Snapshot past : context.store().newest(context.id(Table.EVENTS), 2 * nights)) {
      if (past.date().isBefore(context.date())) {
        reads.putIfAbsent(past.date(), past.manifest().counts().get("read"));
      }
    }
    return List.copyOf(reads.values());
  }

  /**
   * The rows of a night's logs, as the job is going to read them.
   *
   * @return the columns of {@link Table#EVENTS}, and {@link Columns#REASON}: null where a row is
   *     good
   * @throws io.nightjar.run.UserError as {@link #run} does
   */
  public static Dataset<Row> events(
      SparkSession spark, NightjarConfig config, SnapshotStore store, LocalDate date) {
    config.requireSources();
    UserNames names = UserNames.of(config.ingest().located(), store);
    return eventRows(spark, config, names, date).stream()
        .reduce(Dataset::unionByName)
        .orElseThrow();
  }

  private static List<Dataset<Row>> eventRows(
      SparkSession spark, NightjarConfig config, UserNames names, LocalDate date) {
    IngestConfig ingest = config.ingest().located();
    Set<String> types = config.prepare().events().keySet();
    return ingest.events().entrySet().stream()
        .map(log -> EventRows.read(spark, log.getKey(), log.getValue(), ingest, types, names, date))
        .toList();
  }

  private static List<Dataset<Row>> itemRows(JobContext context) {
    IngestConfig config = context.config().ingest().located();
    return config.items().entrySet().stream()
        .map(
            item ->
                ItemRows.read(
                    context.session(), item.getKey(), item.getValue(), config, context.date()))
        .toList();
  }

  private static List<Dataset<Row>> userRows(JobContext context, UserNames names) {
    IngestConfig config = context.config().ingest().located();
    return config.users().entrySet().stream()
        .map(
            user ->
                UserRows.read(
                    context.session(),
                    user.getKey(),
                    user.getValue(),
                    config,
                    names,
                    context.date()))
        .toList();
  }
}
