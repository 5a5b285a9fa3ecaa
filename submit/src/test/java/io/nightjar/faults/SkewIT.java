package io.nightjar.faults;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.cli.Main;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two million events, half of them of one user, and nine tenths of the others of one item, each of
 * a user of its own: a whole night for them, in a heap of 1 GB.
 */
@EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
final class SkewIT {
  private static final int USERS = 1_000_000;
  private static final int ITEMS = 10_000;
  private static final LocalDate DATE = LocalDate.of(2026, 1, 28);

  @TempDir private static Path folder;

  /** By the last command. */
  private static String printed;

  @BeforeAll
  static void prepare() throws IOException {
    writeTheLog();
    assertEquals(0, nightjar("ingest"), () -> printed);
    assertEquals(0, nightjar("prepare"), () -> printed);
  }

  private static void writeTheLog() throws IOException {
    Random random = new Random(20260128);
    try (BufferedWriter log = Files.newBufferedWriter(folder.resolve("events.csv"))) {
      log.write("user,item,event,time\n");
      for (int n = 0; n < USERS; n++) {
        String end = ",view,%sT%02d:00:00Z\n".formatted(DATE.minusDays(n % 28), n % 24);
        boolean top = random.nextInt(10) > 0;
        log.write("u" + n + ",i" + (top ? 0 : random.nextInt(ITEMS)) + end);
        log.write("half,i" + random.nextInt(ITEMS / 2) + end);
      }
    }
  }

  @Test
  void aSkewedNightFitsInAGigabyte() throws IOException {
    assertEquals(0, nightjar("plan"), () -> printed);
    assertEquals(
        0, nightjar("run", "train.start-iterations=1", "train.iterations=2"), () -> printed);

    Path warehouse = folder.resolve("warehouse");
    TestNight night = new TestNight(warehouse, DATE);
    assertEquals(1, night.store().releases().all().size());
    Dataset<Row> lists = night.store().read(night.snapshot(Table.RECOMMENDATIONS, Lane.SERVE));
    assertEquals(USERS + 1, lists.count());
    var bad = exists(col(Columns.ITEMS), item -> not(item.getField(Columns.SCORE).gt(0)));
    assertEquals(0, lists.where(size(col(Columns.ITEMS)).equalTo(0).or(bad)).count());
  }

  /** All users and items in one block are more than that heap holds, and a plan says so. */
  @Test
  void oneBlockOfAllIsCaught() throws IOException {
    assertEquals(2, nightjar("plan", "train.blocks=1"), () -> printed);
    assertTrue(printed.contains("set train.blocks, which is 1, to "), () -> printed);
    assertTrue(nightjar("train", "train.blocks=1") != 0, () -> printed);
    assertTrue(printed.contains("OutOfMemoryError"), () -> printed);
  }

  private static int nightjar(String command, String... settings) throws IOException {
    Files.deleteIfExists(folder.resolve("child.log"));
    Stream<String> log =
        Stream.of(
            "ingest.events.shop={files: {path: events.csv}, user: user, item: item,"
                + " event: event, time: time}",
            "ingest.folder=" + folder,
            "prepare.events={view: {weight: 1}}");
    String[] arguments =
        Stream.concat(
                Stream.of(
                    command,
                    "--date",
                    DATE.toString(),
                    "--warehouse",
                    folder.resolve("warehouse").toString()),
                Stream.concat(log, Stream.of(settings))
                    .flatMap(setting -> Stream.of("--set", setting)))
            .toArray(String[]::new);
    // Compiled for good, unlike other children: this one computes.
    List<String> options = new ArrayList<>();
    options.addAll(List.of("-Xmx1g", "-XX:TieredStopAtLevel=4", "-Dspark.master=local[2]"));
    options.add("--add-modules=jdk.incubator.vector");
    Properties conf = new Properties();
    try (BufferedReader file = Files.newBufferedReader(Path.of("../conf/spark-defaults.conf"))) {
      conf.load(file);
    }
    conf.forEach((key, value) -> options.add("-D" + key + "=" + value));
    try (ChildJvm child = new ChildJvm(folder, options, Main.class, arguments)) {
      StringBuilder lines = new StringBuilder();
      for (String line = child.line(); line != null; line = child.line()) {
        lines.append(line).append('\n');
      }
      int code = child.end();

      printed = lines + Files.readString(folder.resolve("child.log"));
      return code;
    }
  }
}
