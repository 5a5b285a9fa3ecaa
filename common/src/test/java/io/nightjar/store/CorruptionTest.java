package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not as it was written is refused by name, whatever is wrong with it. */
class CorruptionTest {
  private static final int FLIPS = 200;
  private static final TableId USERS = TableId.of(Table.USER_INDEX, Lane.SERVE);
  private static final LocalDate DAY = LocalDate.of(2026, 1, 5);
  private static final Lineage LINEAGE =
      new Lineage(DAY, "test", "run", "1", "c", new TreeMap<>(), "f");

  /** A released table of five files, written once and copied for each test. */
  @TempDir static Path template;

  @TempDir Path folder;

  @BeforeAll
  static void write() {
    SnapshotStore store = store(template);
    Snapshot users = store.draft(USERS, LINEAGE).commit(rows());
    Release.Member member = new Release.Member(users.sequence(), users.contentHash());
    store
        .releases()
        .publish(
            new Release(
                DAY.toString(),
                "run",
                "night",
                new TreeMap<>(),
                "now",
                new TreeMap<>(Map.of(USERS.path(), member))));
  }

  @BeforeEach
  void copy() throws IOException {
    try (Stream<Path> all = Files.walk(template)) {
      for (Path from : all.skip(1).toList()) {
        // Without the sums that Hadoop keeps beside files of a local disk, which other disks lack.
        if (!from.getFileName().toString().endsWith(".crc")) {
          Files.copy(from, folder.resolve(template.relativize(from)));
        }
      }
    }
  }

  @Test
  void everyFlippedBitIsRefusedAndItsFileNamed() throws IOException {
    assertEquals(45, read());
    List<Path> files = files("");
    assertEquals(8, files.size(), "five of rows, a manifest, a log entry, a release: " + files);
    Random random = new Random(11);
    int readWithoutTheCheck = 0;
    for (int flip = 0; flip < FLIPS; flip++) {
      Path file = files.get(flip % files.size());
      byte[] sound = Files.readAllBytes(file);
      byte[] flipped = sound.clone();
      int place = random.nextInt(flipped.length);
      flipped[place] ^= (byte) (1 << random.nextInt(8));
      Files.write(file, flipped);
      String where = file.getFileName() + " at " + place;
      String message = assertThrows(UserError.class, this::read, where).getMessage();
      assertTrue(message.contains(folder.relativize(file).toString()), where + ": " + message);
      readWithoutTheCheck += plainlyReadable(file) ? 1 : 0;
      Files.write(file, sound);
    }
    assertEquals(45, read());
    assertTrue(readWithoutTheCheck > 0, "a reader that checks nothing takes some for sound");
  }

  @Test
  void aTruncatedFileIsRefused() throws IOException {
    for (Path file : files("")) {
      byte[] sound = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(sound, sound.length / 2));
      assertRefused(file);
      Files.write(file, sound);
    }
  }

  @Test
  void aMissingFileIsRefused() throws IOException {
    for (Path file : files(".parquet")) {
      Path aside = Files.move(file, folder.resolve("aside"));
      assertRefused(file);
      Files.move(aside, file);
    }
    Path manifest = files("_manifest.json").get(0);
    Files.delete(manifest);
    assertRefused(manifest);
  }

  @Test
  void filesThatHaveChangedPlacesAreRefused() throws IOException {
    List<Path> files = files(".parquet");
    Path aside = Files.move(files.get(0), folder.resolve("aside"));
    Files.move(files.get(1), files.get(0));
    Files.move(aside, files.get(1));

    String message = assertRefused(files.get(0)).getMessage();

    assertTrue(message.contains(files.get(1).getFileName().toString()), message);
    assertTrue(message.contains("2 of its files are damaged"), message);
  }

  @Test
  void anAlienFileIsNotRead() throws IOException {
    Path file = files(".parquet").get(0);
    Files.copy(file, file.resolveSibling("part-99999.parquet"));

    assertEquals(45, read());
  }

  @Test
  void whatIsDamagedIsMadeAgainByTheSameJob() throws IOException {
    Path file = files(".parquet").get(0);
    Files.copy(files(".parquet").get(1), file, StandardCopyOption.REPLACE_EXISTING);
    Release before = store(folder).releases().current().orElseThrow().release();

    Snapshot again = store(folder).draft(USERS, LINEAGE).commit(rows());

    assertEquals(2, again.sequence());
    Release.Member member = new Release.Member(again.sequence(), again.contentHash());
    assertEquals(member.contentHash(), before.tables().get(USERS.path()).contentHash());
    Release mended =
        new Release(
            before.date(),
            "another run",
            before.note(),
            new TreeMap<>(),
            "later",
            new TreeMap<>(Map.of(USERS.path(), member)));
    assertEquals(2, store(folder).releases().publish(mended).number());
    assertEquals(45, read());
    assertEquals(
        2, store(folder).draft(USERS, LINEAGE).commit(rows()).sequence(), "now it is sound");
  }

  /** Reads what is released as a night does that has not read it before. */
  private long read() {
    SnapshotStore store = store(folder);
    Release release = store.releases().current().orElseThrow().release();
    return store.read(store.open(USERS, release.tables().get(USERS.path()))).count();
  }

  private UserError assertRefused(Path file) {
    UserError refused = assertThrows(UserError.class, this::read, file::toString);
    String message = refused.getMessage();
    assertTrue(message.contains(folder.relativize(file).toString()), message);
    return refused;
  }

  private static boolean plainlyReadable(Path file) {
    if (!file.toString().endsWith(".parquet")) {
      return false;
    }
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(file.toUri());
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).build()) {
      while (reader.read() != null) {
        // To the end.
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  /** Files whose names end so, sorted. */
  private List<Path> files(String end) throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(end))
          .sorted()
          .forEach(found::add);
    }
    return found;
  }

  private static SnapshotStore store(Path warehouse) {
    return new SnapshotStore(
        SharedSpark.session(),
        warehouse.toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }

  private static Dataset<Row> rows() {
    List<Row> rows =
        IntStream.range(0, 45).mapToObj(i -> RowFactory.create("user " + i, i)).toList();
    return SharedSpark.session().createDataFrame(rows, Table.USER_INDEX.schema());
  }
}
