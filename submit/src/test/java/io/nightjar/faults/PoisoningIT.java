package io.nightjar.faults;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.exists;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One user of a hundred is a fake who buys one item of the tail forty times, beside what is most
 * popular: how far that moves the others' lists with {@code prepare.max-weight} at two purchases,
 * and without it.
 */
@EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
final class PoisoningIT {
  private static final int USERS = 2_000;
  private static final int FAKES = USERS / 100;
  private static final int PURCHASES = 40;
  private static final int BESIDE = 20;
  private static final LocalDate DATE = ShopLog.LAST_DAY;
  private static final String FAKE = "fake";

  @TempDir private static Path folder;
  private static Path clean;
  private static Path poisoned;
  private static String pushed;

  /**
   * What a night comes to.
   *
   * @param exposure share of the honest users whose list has the item
   * @param ndcg of held-out users, who are all honest
   * @param rank of the item by popularity, of which who is new is shown the first
   */
  private record Outcome(double exposure, double ndcg, int rank) {}

  @BeforeAll
  static void write() throws IOException {
    clean = folder.resolve("clean");
    poisoned = folder.resolve("poisoned");
    for (Path log : List.of(clean, poisoned)) {
      LogWriter.write(
          SharedSpark.session(),
          new Generator.Spec(USERS, 400, 6, 40_000, 7, DATE.minusDays(5), 0, 1),
          log.toString());
    }
    List<String> items = itemsByEvents();
    pushed = items.get(items.size() - 1);
    Files.write(poisoned.resolve("events/fakes.csv"), fakes(items.subList(0, BESIDE)));
  }

  /** The most popular first. */
  private static List<String> itemsByEvents() {
    return SharedSpark.session()
        .read()
        .option("header", "true")
        .csv(clean.resolve("events").toString())
        .groupBy("item_id")
        .count()
        .orderBy(col("count").desc(), col("item_id"))
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** All before the last day, which is held out: fakes are not measured on. */
  private static List<String> fakes(List<String> popular) {
    List<String> lines = new ArrayList<>(List.of("user_id,item_id,event,value,time,device"));
    for (int fake = 0; fake < FAKES; fake++) {
      for (int n = 0; n < PURCHASES + BESIDE; n++) {
        String item = n < PURCHASES ? pushed : popular.get(n - PURCHASES);
        lines.add(
            "%s%d,%s,purchase,,%sT%02d:%02d:00Z,web"
                .formatted(FAKE, fake, item, DATE.minusDays(3), n / 60 % 24, n % 60));
      }
    }
    return lines;
  }

  @Test
  void capsBoundWhatFakesCanDo() {
    Outcome before = night(clean, "clean");
    Outcome capped = night(poisoned, "capped", "prepare.max-weight=10");
    Outcome open = night(poisoned, "open", "prepare.max-weight=1000000");
    String all = "before %s, capped %s, open %s".formatted(before, capped, open);

    assertEquals(0, before.exposure(), all);
    assertTrue(capped.exposure() <= 0.01, all);
    assertTrue(capped.rank() > 50, all);
    assertTrue(capped.ndcg() >= 0.9 * before.ndcg(), all);
    assertTrue(open.exposure() > capped.exposure(), all);
    assertEquals(1, open.rank(), all);
    assertTrue(open.ndcg() < 0.9 * before.ndcg(), all);
  }

  private static Outcome night(Path log, String name, String... more) {
    Stream<String> settings =
        Stream.of(
            new ShopLog(log)
                .eventSettings(
                    "train={rank: 16, iterations: 5, blocks: 2}",
                    "recommend={n: 10, candidates: 50, partitions: 4}",
                    "publish.min-ndcg-over-popularity=0"));
    TestNight night =
        new TestNight(
            folder.resolve(name),
            DATE,
            Stream.concat(settings, Stream.of(more)).toArray(String[]::new));
    ShopLog.run(night, DATE, Progress.SILENT, false);
    Dataset<Row> lists =
        night
            .store()
            .read(night.snapshot(Table.RECOMMENDATIONS, Lane.SERVE))
            .where(col(Columns.USER_ID).startsWith(FAKE).equalTo(false));
    var has = exists(col(Columns.ITEMS), item -> item.getField(Columns.ITEM_ID).equalTo(pushed));
    double ndcg =
        night
            .store()
            .read(night.snapshot(Table.METRICS, Lane.HOLDOUT))
            .where("model = 'blend' and metric = 'ndcg' and k = 10")
            .first()
            .getAs(Columns.VALUE);
    int rank =
        night
            .store()
            .read(night.snapshot(Table.POPULAR_ITEMS, Lane.SERVE))
            .where(col("segment").equalTo("global").and(col(Columns.ITEM_ID).equalTo(pushed)))
            .first()
            .getAs("rank");
    return new Outcome((double) lists.where(has).count() / lists.count(), ndcg, rank);
  }
}
