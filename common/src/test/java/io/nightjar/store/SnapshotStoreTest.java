package io.nightjar.store;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.JobContext;
import io.nightjar.run.Overrides;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotStoreTest {
  private static final TableId USERS = TableId.of(Table.USER_INDEX, Lane.SERVE);
  private static final TableId EVENTS = TableId.of(Table.EVENTS, Lane.SERVE);
  private static final LocalDate DAY = LocalDate.of(2026, 1, 5);

  @TempDir Path folder;
  private SnapshotStore store;

  @BeforeEach
  void open() {
    store = store("a");
  }

  @Test
  void whatIsCommittedIsRead() {
    Snapshot committed = draft(USERS, DAY, "f").count("new", 3).commit(index(0, 25));

    Snapshot found = store.find(USERS, DAY).orElseThrow();
    assertEquals(committed, found);
    assertEquals(index(0, 25).collectAsList(), sorted(store.read(found), "user_ix"));
    assertEquals(Map.of("new", 3L), found.manifest().counts());
    assertEquals(3, found.manifest().files().size(), "25 rows at 10 a file");
    assertEquals(25, found.manifest().rows());
  }

  @Test
  void sameRowsGiveSameFilesHoweverTheyArePartitioned() {
    List<Row> rows = new ArrayList<>(index(0, 40).collectAsList());
    Snapshot first = draft(USERS, DAY, "f").commit(index(0, 40));
    Collections.shuffle(rows, new Random(7));
    Dataset<Row> shuffled =
        SharedSpark.session().createDataFrame(rows, Table.USER_INDEX.schema()).repartition(5);
    SnapshotStore other = store("b");
    Snapshot second = other.draft(USERS, lineage(DAY, "f")).commit(shuffled);

    assertEquals(first.contentHash(), second.contentHash());
  }

  @Test
  void repeatingACommitChangesNothing() throws IOException {
    Snapshot first = draft(USERS, DAY, "f").commit(index(0, 5));
    long files = files();
    Snapshot second = draft(USERS, DAY, "f").commit(index(0, 5));

    assertEquals(first, second);
    assertEquals(files, files(), "the second attempt leaves nothing behind");
  }

  @Test
  void aViolationIsRefusedAndNothingIsPublished() {
    Dataset<Row> twice = index(0, 3).union(index(0, 1));
    GateRefusal refusal =
        assertThrows(GateRefusal.class, () -> draft(USERS, DAY, "f").commit(twice));
    assertTrue(refusal.getMessage().contains("key_unique found 1"), refusal.getMessage());

    assertThrows(
        GateRefusal.class,
        () -> draft(USERS, DAY, "f").check("small", col("user_ix").geq(2)).commit(index(0, 3)));
    assertTrue(store.head(USERS).isEmpty());
  }

  @Test
  void aNightBuildsOnTheNewestSnapshotOfAnotherDate() {
    draft(USERS, DAY.minusDays(1), "y").commit(index(0, 2));
    draft(USERS, DAY, "f").commit(index(0, 3));
    draft(USERS, DAY, "g").commit(index(0, 4));

    assertEquals(2, store.base(USERS, DAY).orElseThrow().manifest().rows());
    assertEquals(4, store.base(USERS, DAY.plusDays(1)).orElseThrow().manifest().rows());
    assertEquals(4, store.find(USERS, DAY).orElseThrow().manifest().rows());

    // An old night that is made up for later is not what the next one comes after.
    draft(USERS, DAY.minusDays(3), "old").commit(index(0, 1));
    assertEquals(4, store.before(USERS, DAY.plusDays(2)).orElseThrow().manifest().rows());
    assertEquals(2, store.before(USERS, DAY).orElseThrow().manifest().rows());
    assertEquals(1, store.before(USERS, DAY.minusDays(1)).orElseThrow().manifest().rows());
    assertTrue(store.before(USERS, DAY.minusDays(3)).isEmpty());
  }

  @Test
  void aWarehouseNeedsAFileSystemWithExclusiveCreate() {
    UserError error =
        assertThrows(
            UserError.class,
            () -> new SnapshotStore(SharedSpark.session(), "s3a://bucket/x", store.config()));
    assertTrue(error.getMessage().contains("use a file: or hdfs: path"), error.getMessage());
  }

  @Test
  void partitionsThatDoNotChangeAreKeptAsTheyAre() {
    Snapshot first = draft(EVENTS, DAY, "f").commit(events(1, 2, 3));
    Dataset<Row> more = store.read(first, f -> f.partition().equals("2026-01-03"));
    Snapshot second =
        draft(EVENTS, DAY.plusDays(1), "g")
            .merge(
                more.union(events(4)), merge(first, Map.of("2026-01-03", 0L, "2026-01-04", 12L)));
    assertTrue(second.manifest().files().containsAll(first.manifest().files()));

    assertEquals(4 * 12, store.read(second).count());
    assertEquals(
        List.of("2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"),
        second.manifest().files().stream().map(DataFile::partition).distinct().toList());
    assertEquals(12, store.read(second, f -> f.partition().equals("2026-01-02")).count());
    assertEquals(
        12, store.read(second).filter(col("date").equalTo(Date.valueOf("2026-01-04"))).count());
    assertEquals(
        store("c")
            .draft(EVENTS, lineage(DAY.plusDays(1), "g"))
            .commit(events(4, 3, 2, 1))
            .contentHash(),
        second.contentHash(),
        "content does not tell which files were kept");
  }

  @Test
  void rowsThatAreNoLongerThereLeaveNoTraceInTheFiles() throws IOException {
    Snapshot plain = store("c").draft(EVENTS, lineage(DAY, "f")).commit(events(1, 2));
    Snapshot merged =
        draft(EVENTS, DAY, "f")
            .merge(
                events(1, 1, 1, 2, 2),
                new Merge(
                    List.of(),
                    Map.of("2026-01-01", 36L, "2026-01-02", 24L),
                    rows -> rows.dropDuplicates("user_id", "date"),
                    Map::of));
    assertEquals(plain.contentHash(), merged.contentHash());
    assertEquals(files("c"), files("a"), "what was spread over too many files is not left behind");
  }

  @Test
  void aPartitionThatNobodyExpectedIsRefused() {
    assertThrows(
        IllegalStateException.class,
        () ->
            draft(EVENTS, DAY, "f")
                .merge(
                    events(1, 2),
                    new Merge(List.of(), Map.of("2026-01-01", 12L), rows -> rows, Map::of)));
  }

  @Test
  void promisedRowsAreWrittenAsCountedOnesAre() {
    Snapshot counted = draft(USERS, DAY, "f").commit(index(0, 40));
    Snapshot promised = store("b").draft(USERS, lineage(DAY, "f")).rows(40).commit(index(0, 40));
    assertEquals(4, promised.manifest().files().size());
    assertEquals(counted.contentHash(), promised.contentHash());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 39, 41})
  void aBrokenPromiseOfRowsIsFoundOut(long rows) throws IOException {
    Draft draft = draft(USERS, DAY, "f").rows(rows);
    assertThrows(IllegalStateException.class, () -> draft.commit(index(0, 40)));
    assertEquals(Optional.empty(), store.find(USERS, DAY));
    assertEquals(0, files(), "nothing is left");
  }

  @Test
  void rowsOfPartitionsCannotBePromised() {
    Draft draft = draft(EVENTS, DAY, "f");
    assertThrows(IllegalArgumentException.class, () -> draft.rows(12));
  }

  @Test
  void aDraftOntoAnOlderHeadIsRefused() {
    draft(USERS, DAY, "f").onto(0).commit(index(0, 2));
    assertThrows(
        GateRefusal.class, () -> draft(USERS, DAY.plusDays(1), "g").onto(0).commit(index(0, 3)));
  }

  @Test
  void rowsOfAnotherSchemaVersionAreFoundAndNotRead() {
    Snapshot ours = draft(USERS, DAY, "f").commit(index(0, 2));
    Snapshot theirs = publishedByTheNextNightjar(ours);

    assertEquals(Optional.of(theirs), store.find(USERS, DAY));
    UserError refusal = assertThrows(UserError.class, () -> store.read(theirs));
    assertTrue(
        refusal
            .getMessage()
            .contains("snapshot 2 of user_index, made for 2026-01-05: its schema version is 2"),
        refusal.getMessage());
    assertEquals(2, store.read(ours).count());
  }

  @Test
  void aNightDoesNotBuildOnAnotherSchemaVersion() {
    publishedByTheNextNightjar(draft(USERS, DAY, "f").commit(index(0, 2)));
    LocalDate next = DAY.plusDays(1);
    JobContext context =
        new JobContext(
            SharedSpark.session(),
            null,
            store,
            next,
            Lane.SERVE,
            lineage(next, "g"),
            Overrides.NONE);

    assertThrows(UserError.class, () -> context.base(Table.USER_INDEX));
    assertThrows(UserError.class, () -> context.before(Table.USER_INDEX));
  }

  @Test
  void aNightIsRepeatedOverAnotherSchemaVersion() {
    publishedByTheNextNightjar(draft(USERS, DAY, "f").commit(index(0, 2)));

    Snapshot again = draft(USERS, DAY, "f").commit(index(0, 2));
    assertEquals(3, again.sequence());
    assertEquals(2, store.read(store.find(USERS, DAY).orElseThrow()).count());
  }

  @Test
  void anEmptyTableCanBeRead() {
    Snapshot empty = draft(USERS, DAY, "f").commit(index(0, 0));
    assertEquals(0, store.read(empty).count());
    Snapshot none = draft(EVENTS, DAY, "f").commit(events());
    assertEquals(0, store.read(none).count());
  }

  private SnapshotStore store(String name) {
    return new SnapshotStore(
        SharedSpark.session(),
        folder.resolve(name).toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }

  private Draft draft(TableId id, LocalDate date, String fingerprint) {
    return store.draft(id, lineage(date, fingerprint));
  }

  /** The same content, of the schema version after the one that this Nightjar reads. */
  private Snapshot publishedByTheNextNightjar(Snapshot ours) {
    Manifest m = ours.manifest();
    Manifest next =
        new Manifest(
            m.table(),
            m.schemaVersion() + 1,
            m.date(),
            m.job(),
            m.codeVersion(),
            m.configHash(),
            m.inputs(),
            m.fingerprint(),
            m.counts(),
            m.audit(),
            m.files());
    return new Committer(
            store,
            ours.id(),
            lineage(ours.date(), m.fingerprint()),
            OptionalLong.empty(),
            new TreeMap<>())
        .publish(next, "next");
  }

  private static Merge merge(Snapshot base, Map<String, Long> more) {
    return new Merge(base.manifest().files(), more, rows -> rows, Map::of);
  }

  private static Lineage lineage(LocalDate date, String fingerprint) {
    return new Lineage(date, "test", "run", "1", "c", new TreeMap<>(), fingerprint);
  }

  private static Dataset<Row> index(int from, int to) {
    List<Row> rows =
        IntStream.range(from, to).mapToObj(i -> RowFactory.create("user " + i, i)).toList();
    return SharedSpark.session().createDataFrame(rows, Table.USER_INDEX.schema());
  }

  private static Dataset<Row> events(int... days) {
    List<Row> rows = new ArrayList<>();
    for (int day : days) {
      for (int i = 0; i < 12; i++) {
        LocalDate date = LocalDate.of(2026, 1, day);
        rows.add(
            RowFactory.create(
                "u" + i,
                "i" + day,
                "view",
                i % 2 == 0 ? null : (double) i,
                Timestamp.valueOf(date.atTime(1, i)),
                Map.of("device", "tv"),
                Date.valueOf(date)));
      }
    }
    return SharedSpark.session().createDataFrame(rows, Table.EVENTS.schema().asNullable());
  }

  private static List<Row> sorted(Dataset<Row> rows, String column) {
    return rows.orderBy(column).collectAsList();
  }

  private long files() throws IOException {
    return files("a");
  }

  private long files(String warehouse) throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve(warehouse))) {
      return all.filter(Files::isRegularFile).count();
    }
  }
}
