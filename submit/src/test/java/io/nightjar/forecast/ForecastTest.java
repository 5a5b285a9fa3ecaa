package io.nightjar.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.config.ConfigLoader;
import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.night.Stage;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ForecastTest {
  private static final long MB = 1 << 20;
  private static final NightSize MILLION_USERS =
      new NightSize(2_000_000, 2_000_000, 1_100_000, 1_000_000, 10_000);
  private static final Machine LAPTOP = new Machine(2, 2, 1024 * MB, 1024 * MB);

  @TempDir private Path folder;

  @Test
  void aNightIsForeseenAsItThenIs() throws IOException {
    ShopLog log = ShopLog.small(folder.resolve("log"));
    LocalDate date = ShopLog.LAST_DAY;
    TestNight night = log.night(folder.resolve("warehouse").toString(), date);
    var spark = SharedSpark.session();
    NightSize ahead = NightSize.ahead(spark, night.config(), night.store(), date);
    assertEquals(Optional.empty(), PastNight.before(night.store(), date, spark));

    ShopLog.run(night, date, Progress.SILENT, false);

    NightSize was = NightSize.of(night.store(), date).orElseThrow();
    assertEquals(was.read(), ahead.read());
    near(was.events(), ahead.events());
    near(was.pairs(), ahead.pairs());
    near(was.users(), ahead.users());
    near(was.items(), ahead.items());

    // The next night reads the whole log again, and no event is new.
    LocalDate next = date.plusDays(1);
    PastNight past = PastNight.before(night.store(), next, spark).orElseThrow();
    assertEquals(was, past.size());
    NightSize tomorrow = NightSize.ahead(spark, night.config(), night.store(), next);
    near(was.events(), tomorrow.events());

    // With both windows none but their days: today's, and tomorrow's without an event.
    long today =
        night.snapshot(Table.EVENTS, Lane.SERVE).manifest().files().stream()
            .filter(file -> file.partition().equals(date.toString()))
            .mapToLong(DataFile::rows)
            .sum();
    String[] windows = {"prepare.window-days=1", "prepare.seen-days=2"};
    NightjarConfig windowed =
        new TestNight(
                folder.resolve("warehouse"),
                next,
                Stream.of(log.nightSettings(), windows).flatMap(Stream::of).toArray(String[]::new))
            .config();
    near(today, NightSize.ahead(spark, windowed, night.store(), next).events());

    List<Forecast.Cost> stages =
        Forecast.of(night.config(), tomorrow, LAPTOP, Optional.of(past)).stages();
    for (Forecast.Cost cost : stages) {
      assertTrue(past.seconds(cost.stage()).orElseThrow() > 0, cost.toString());
    }
  }

  @Test
  void aStageTakesAsLongAsItDidByWhatThereIsToDo() {
    NightjarConfig config = config();
    NightSize half = new NightSize(1_000_000, 500_000, 550_000, 500_000, 5_000);
    Stage ingest = io.nightjar.night.Plan.of(config).get(0);
    PastNight past = new PastNight(half, Map.of(PastNight.key(ingest), 30.0));
    List<Forecast.Cost> stages =
        Forecast.of(config, MILLION_USERS, LAPTOP, Optional.of(past)).stages();
    assertEquals(8 + 2 * 22, stages.get(0).seconds(), 1e-9, "8 s are not for rows");
    assertEquals(
        Forecast.of(config, MILLION_USERS, LAPTOP, Optional.empty()).stages().subList(1, 12),
        stages.subList(1, 12));
  }

  /** Three states of a million users' 64 floats are 732 MB; and SkewIT shows that they are it. */
  @Test
  void whatCannotFitIsRefusedAndWhatWouldDoIsSaid() {
    assertEquals(List.of(), problems());
    assertEquals(
        List.of(
            "train: the tasks that run at once, 1, hold 732 MB of factors, and 716 of an"
                + " executor's 1,024 MB are for these: set train.blocks, which is 1, to 4, or raise"
                + " the executors' memory"),
        problems("train.blocks=1"));
    assertEquals(List.of(), problems("train.blocks=4"));
    assertEquals(List.of(), problems("train.blocks=1", "prepare.min-items-per-user=2"));
    assertEquals(List.of(), problems("train.blocks=1", "train.solver=mllib"));
    assertEquals(List.of(), problems("train.blocks=1", "train.iterations=1"));
  }

  /** A million items are 2.2 TB of matrix; ten thousand 220 MB. */
  @Test
  void aCatalogueTooLargeForEaseIsRefused() {
    String ease = "similarity.measures=[ease]";
    assertEquals(List.of(), problems(ease));
    NightSize wide = new NightSize(2_000_000, 2_000_000, 1_100_000, 10_000, 1_000_000);
    List<String> problems = Forecast.of(config(ease), wide, LAPTOP, Optional.empty()).problems();
    assertEquals(1, problems.size());
    assertTrue(problems.get(0).startsWith("similar: ease holds 2,"), problems.get(0));
  }

  private static List<String> problems(String... settings) {
    return Forecast.of(config(settings), MILLION_USERS, LAPTOP, Optional.empty()).problems();
  }

  private static void near(long expected, long found) {
    assertEquals((double) expected, (double) found, 3 * NightSize.DEVIATION * expected);
  }

  private static NightjarConfig config(String... settings) {
    return ConfigLoader.load(
            List.of(), Stream.concat(Stream.of("warehouse=w"), Stream.of(settings)).toList())
        .config();
  }
}
