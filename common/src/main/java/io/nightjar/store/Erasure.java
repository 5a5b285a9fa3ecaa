package io.nightjar.store;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.udf;
import static org.apache.spark.sql.functions.when;

import io.nightjar.config.ExpireConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;

/**
 * Takes users out of a warehouse: of every table, snapshot, release and report that is kept. Item
 * factors and counts of items stay as they were learnt, until the next night learns them anew.
 *
 * <p>Who is erased gets a {@linkplain Tombstones tombstone} first, so that later nights refuse rows
 * of theirs. Then every file with a row of theirs is written again without it, snapshots that had
 * such files are appended to their logs again with the new ones, releases are replaced, each at
 * once, by such of the same number that name the new snapshots, and what has the old rows is
 * deleted. A run that dies is just run again. The row of the user's number stays in the index
 * without the id, since numbers never change.
 */
public final class Erasure {
  /**
   * What stands for an erased id in an index: no id begins so, for control characters are refused.
   */
  private static final String NOBODY = "\u001ferased ";

  /** Keeps every release and night, and no file that nothing names. */
  private static final ExpireConfig NAMELESS =
      new ExpireConfig(Integer.MAX_VALUE, Integer.MAX_VALUE, 0);

  /**
   * What was changed in a table.
   *
   * @param table its path below the warehouse
   * @param snapshots of which some rows went
   * @param files that were written again
   * @param rows that went from these
   */
  public record Changed(String table, int snapshots, int files, long rows) {}

  /**
   * What was done, for the record: nothing in it says who it was.
   *
   * @param at wall clock, ISO-8601 UTC; for people, never for decisions
   * @param users how many were asked to be erased
   * @param tables what was changed, by table
   * @param releases numbers of releases that name other snapshots now
   * @param reports files of reports that were deleted
   */
  public record Certificate(
      String at, int users, List<Changed> tables, List<Long> releases, List<String> reports) {}

  /** Which rows go from a table, and what is left of it. */
  private record Rule(Column matches, UnaryOperator<Dataset<Row>> change) {}

  private final SnapshotStore store;
  private final Set<String> ids;
  private final List<Changed> changed = new ArrayList<>();

  /** By table path, the new sequence and content hash of each snapshot that was appended again. */
  private final Map<String, Map<Long, Release.Member>> again = new HashMap<>();

  private Erasure(SnapshotStore store, Set<String> ids) {
    this.store = store;
    this.ids = ids;
  }

  /**
   * Erases users, and those of earlier erasures wherever they are found again.
   *
   * @param ids as the tables spell them
   * @throws io.nightjar.run.UserError if a file is damaged, or a snapshot is of another Nightjar
   */
  public static Certificate run(SnapshotStore store, Collection<String> ids) {
    Set<Long> pending = Tombstones.add(store, ids);
    Certificate certificate = new Erasure(store, new HashSet<>(ids)).erase();
    pending.forEach(number -> Tombstones.certify(store, number, Json.write(certificate)));
    return certificate;
  }

  private Certificate erase() {
    Tombstones erased = Tombstones.of(store).orElseThrow();
    UDF1<String, Boolean> isErased = erased::contains;
    Column byId = udf(isErased, DataTypes.BooleanType).apply(col(Columns.USER_ID));
    Object[] numbers = numbers(byId);
    Column byNumber = col(Columns.USER_IX).isin(numbers);
    for (Table table : Table.values()) {
      Optional<Rule> rule = rule(table, byId, byNumber);
      for (Lane lane : table.perLane() ? Lane.values() : new Lane[] {Lane.SERVE}) {
        rule.ifPresent(r -> table(TableId.of(table, lane), r));
      }
    }
    List<Long> releases = replaceReleases();
    try {
      deleteOld();
      return new Certificate(
          Instant.now().toString(), ids.size(), changed, releases, deleteReports());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete what has erased rows", e);
    }
  }

  /** Numbers of the erased; of those erased before, their row's id says it. */
  private Object[] numbers(Column byId) {
    return store
        .head(TableId.of(Table.USER_INDEX, Lane.SERVE))
        .map(
            index ->
                store
                    .read(index)
                    .where(byId.or(col(Columns.USER_ID).startsWith(NOBODY)))
                    .select(Columns.USER_IX)
                    .collectAsList()
                    .stream()
                    .map(row -> (Object) row.getInt(0))
                    .toArray())
        .orElse(new Object[0]);
  }

  private Optional<Rule> rule(Table table, Column byId, Column byNumber) {
    List<String> columns = Arrays.asList(table.schema().fieldNames());
    if (table == Table.USER_INDEX) {
      Column nobody = concat(lit(NOBODY), col(Columns.USER_IX).cast("string"));
      Column id = when(byId, nobody).otherwise(col(Columns.USER_ID));
      return Optional.of(new Rule(byId, rows -> rows.withColumn(Columns.USER_ID, id)));
    }
    Column matches = null;
    if (table == Table.QUARANTINE) {
      List<byte[]> wanted = ids.stream().map(id -> id.getBytes(StandardCharsets.UTF_8)).toList();
      UDF1<byte[], Boolean> names = raw -> wanted.stream().anyMatch(id -> Mention.isIn(raw, id));
      matches = udf(names, DataTypes.BooleanType).apply(col(Columns.RAW));
    } else if (columns.contains(Columns.USER_ID)) {
      matches = byId;
    } else if (columns.contains(Columns.USER_IX)) {
      matches = byNumber;
    }
    return Optional.ofNullable(matches)
        .map(m -> coalesce(m, lit(false)))
        .map(m -> new Rule(m, rows -> rows.where(not(m))));
  }

  private void table(TableId id, Rule rule) {
    SnapshotRewrite rewrite = new SnapshotRewrite(store, id, rule.matches(), rule.change());
    rewrite.run().ifPresent(changed::add);
    again.put(id.path(), rewrite.again());
  }

  private List<Long> replaceReleases() {
    List<Long> replaced = new ArrayList<>();
    for (Releases.Numbered numbered : store.releases().all()) {
      Release old = numbered.release();
      SortedMap<String, Release.Member> members = new TreeMap<>(old.tables());
      members.replaceAll(
          (table, member) ->
              again.getOrDefault(table, Map.of()).getOrDefault(member.sequence(), member));
      if (!members.equals(old.tables())) {
        store.releases().replace(numbered.number(), old.withTables(members));
        replaced.add(numbered.number());
      }
    }
    return replaced;
  }

  /** Deletes the old snapshots, and then all files that no log names: also what dead runs left. */
  private void deleteOld() throws IOException {
    FileSystem system = store.warehouse().getFileSystem(store.hadoop());
    for (var table : again.entrySet()) {
      for (long sequence : table.getValue().keySet()) {
        system.delete(
            new Path(store.warehouse(), table.getKey() + "/_snapshots/" + sequence + ".json"),
            false);
      }
    }
    Expiry.run(store, NAMELESS, false);
    deleteTrials(system);
  }

  /** What searches read; what they measured and found has nothing of anybody. */
  private void deleteTrials(FileSystem system) throws IOException {
    Path trials = store.trials().warehouse();
    if (system.exists(trials)) {
      for (FileStatus each : system.listStatus(trials)) {
        if (each.getPath().getName().startsWith(SnapshotStore.TRIAL)) {
          system.delete(each.getPath(), true);
        }
      }
    }
  }

  /** Reports show the beginning of quarantined lines, and people's lists. */
  private List<String> deleteReports() throws IOException {
    List<String> deleted = new ArrayList<>();
    FileSystem system = store.warehouse().getFileSystem(store.hadoop());
    List<byte[]> wanted = ids.stream().map(id -> id.getBytes(StandardCharsets.UTF_8)).toList();
    Path folder = new Path(store.warehouse(), "reports");
    if (!system.exists(folder)) {
      return deleted;
    }
    RemoteIterator<LocatedFileStatus> reports = system.listFiles(folder, true);
    while (reports.hasNext()) {
      Path file = reports.next().getPath();
      byte[] all;
      try (InputStream in = system.open(file)) {
        all = in.readAllBytes();
      }
      if (wanted.stream().anyMatch(id -> Mention.isIn(all, id))) {
        system.delete(file, false);
        deleted.add(file.toString().substring(store.warehouse().toString().length() + 1));
      }
    }
    return deleted.stream().sorted().toList();
  }
}
