package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.LockConfig;
import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.RunLock;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search over a log in which buys say everything and views nothing. */
final class TuneTest {
  private static final int GROUP = 8;

  @TempDir static Path folder;

  /** Users buy from one of two groups of items, and view at random. */
  @BeforeAll
  static void write() throws IOException {
    SharedSpark.session();
    Random random = new Random(3);
    List<String> lines = new ArrayList<>(List.of("user,item,action,at"));
    for (int user = 0; user < 60; user++) {
      for (int at = 0; at < 7; at++) {
        String buy = "i" + (user % 2 * GROUP + random.nextInt(GROUP));
        String view = "i" + random.nextInt(2 * GROUP);
        lines.add("u%d,%s,buy,%d".formatted(user, buy, 2 * at));
        lines.add("u%d,%s,view,%d".formatted(user, view, 2 * at + 1));
      }
    }
    Files.write(folder.resolve("log.csv"), lines);
    Files.writeString(
        folder.resolve("tune.yaml"),
        """
        ingest:
          events:
            log:
              files: {path: log.csv}
              user: user
              item: item
              event: action
              time: at
              time-format: order
        prepare:
          events: {buy: {weight: 0.1}, view: {weight: 1, seen: false}}
        evaluate: {split: random, test-share: 0.2, k: [5]}
        similarity: {min-support: 1, weighted: true}
        train: {rank: 2, blocks: 1, start-iterations: 0, iterations: 1}
        recommend: {partitions: 1}
        tune:
          space:
            prepare.events.buy.weight: {choices: ["5"]}
          trials: 2
          rungs: [0.5, 1]
          metric: ndcg@5
          model: item-item
        """);
  }

  private static Shell.Result tune(String... settings) {
    return tuneIn("warehouse", settings);
  }

  private static Shell.Result tuneIn(String warehouse, String... settings) {
    List<String> arguments = new ArrayList<>(List.of("tune", "--date", "1970-01-01"));
    arguments.addAll(List.of("--config", folder.resolve("tune.yaml").toString()));
    arguments.addAll(List.of("--warehouse", folder.resolve(warehouse).toString()));
    arguments.addAll(List.of("--set", "ingest.folder=" + folder));
    List.of(settings).forEach(setting -> arguments.addAll(List.of("--set", setting)));
    return Shell.run(arguments.toArray(String[]::new));
  }

  @Test
  void findsWhatIsBetterAndWritesItWithItsEvidence() throws IOException {
    Shell.Result result = tune().expect(ExitCode.DONE);
    List<String> rows = result.out().lines().toList();
    assertTrue(rows.get(1).strip().startsWith("1 "), "the heavier buys are better: " + rows);
    assertTrue(rows.get(2).endsWith("as configured"), rows.toString());
    Path file = folder.resolve("warehouse/tune/best.yaml");
    String best = Files.readString(file);
    assertTrue(best.contains("# Found by nightjar tune: 2 trials"), best);
    assertTrue(best.contains("without prepare.events.buy.weight"), best);
    assertTrue(best.endsWith("prepare:\n  events:\n    buy:\n      weight: 5\n"), best);
    double found = value(best, "trial 1, below");
    assertTrue(found > value(best, "the configuration as it was"), best);
    assertTrue(found > value(best, "without prepare.events.buy.weight"), best);

    // Of three settings that were measured in it, a warehouse has the tables of the last.
    TableId learnt = TableId.of(Table.INTERACTIONS, Lane.HOLDOUT);
    assertEquals(1, trials("warehouse").sequences(learnt).length);

    // Nothing is measured twice, and the same is found.
    Shell.Result again = tune().expect(ExitCode.DONE);
    assertEquals(6, again.err().lines().filter(line -> line.endsWith(" before")).count());
    assertEquals(best, Files.readString(file));
    // Nor is what a search with another end has measured: but another log is another matter.
    Shell.Result other = tune("tune.minutes=1000", "tune.keep=1").expect(ExitCode.DONE);
    assertEquals(6, other.err().lines().filter(line -> line.endsWith(" before")).count());
    Files.writeString(folder.resolve("log.csv"), "u1,i1,buy,99\n", StandardOpenOption.APPEND);
    Shell.Result more = tune("tune.trials=1", "tune.rungs=[1]").expect(ExitCode.DONE);
    assertEquals(0, more.err().lines().filter(line -> line.endsWith(" before")).count());

    Shell.run("config", "explain", "--config", file.toString(), "--warehouse", "w")
        .expect(ExitCode.DONE);
  }

  @Test
  void theOnlyEventThatSpeaksForAnItemIsNotTakenAway() {
    String err =
        tune("tune.trials=1", "tune.rungs=[1]", "prepare.events.view.weight=-0.01")
            .expect(ExitCode.DONE)
            .err();
    assertTrue(err.contains("without prepare.events.view.weight"), err);
    assertTrue(!err.contains("without prepare.events.buy.weight"), err);
  }

  @Test
  void whoIsErasedIsNotLearntFromAgain() throws IOException {
    Path users = Files.writeString(folder.resolve("erased.txt"), "u7\n");
    Path warehouse = folder.resolve("forgetful");
    String[] search = {"tune.trials=1", "tune.rungs=[1]"};
    String[] erase = {"erase", "--users", users.toString(), "--warehouse", warehouse.toString()};
    TableId id = TableId.of(Table.EVENTS, Lane.SERVE);
    tuneIn("forgetful", search).expect(ExitCode.DONE);

    Shell.run(erase).expect(ExitCode.DONE);
    assertTrue(trials("forgetful").head(id).isEmpty());
    assertTrue(Files.exists(warehouse.resolve("tune/best.yaml")), "nights may use it");

    tuneIn("forgetful", search).expect(ExitCode.DONE);
    SnapshotStore trials = trials("forgetful");
    Dataset<Row> events = trials.read(trials.head(id).orElseThrow());
    assertEquals(59, events.select(Columns.USER_ID).distinct().count());
    assertEquals(0, events.where("user_id = 'u7'").count());
  }

  @Test
  void searchesAndErasuresTakeTurns() throws IOException {
    Path users = Files.writeString(folder.resolve("waiting.txt"), "u7\n");
    SnapshotStore trials = store("busy").trials();
    String[] erase = {
      "erase",
      "--users",
      users.toString(),
      "--warehouse",
      folder.resolve("busy").toString(),
      "--set",
      "lock.wait-seconds=0"
    };
    RunLock search = RunLock.acquire(trials, "tune", new LockConfig(0, 600), line -> {});
    String err = Shell.run(erase).expect(ExitCode.REFUSED).err();
    assertTrue(err.contains("`tune`"), err);
    search.close();
    Shell.run(erase).expect(ExitCode.DONE);
  }

  private static SnapshotStore store(String warehouse) {
    return new SnapshotStore(
        SharedSpark.session(),
        folder.resolve(warehouse).toString(),
        new StoreConfig(10, StoreConfig.Compression.ZSTD));
  }

  private static SnapshotStore trials(String warehouse) {
    return store(warehouse).trial(0);
  }

  private static double value(String text, String line) {
    return text.lines()
        .filter(l -> l.endsWith(line))
        .mapToDouble(l -> Double.parseDouble(l.substring(2).strip().split(" ", 2)[0]))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      value = {
        "tune.space.\"train.rnak\"={choices: [\"1\"]} -> train.rnak is not a known key",
        "tune.space.\"train.rank\"={low: 5, high: 2} -> more than low is expected",
        "tune.space.\"train.rank\"={} -> either choices or low and high are expected",
        "tune.space.\"train..rank\"={choices: [\"1\"]} -> train..rank is not a key",
        "tune.rungs=[0.5] -> shares that ascend to 1",
      })
  void saysWhatIsWrongWithASearchBeforeItBegins(String setting, String message) {
    String err = tune(setting).expect(ExitCode.INPUT).err();
    assertTrue(err.contains(message), err);
  }
}
