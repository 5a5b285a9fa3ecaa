package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Nights on a small log, from the command line to what is served; each test goes on from the last.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NightTest {
  private static final int STAGES = 12;
  private static final int LATE_EVENTS = 400;

  @TempDir static Path folder;
  private static Path warehouse;

  @BeforeAll
  static void generate() {
    SharedSpark.session();
    warehouse = folder.resolve("warehouse");
    Shell.run(
            "generate",
            "--users",
            "60",
            "--items",
            "40",
            "--days",
            "3",
            "--events",
            "800",
            "--out",
            folder.resolve("log").toString())
        .expect(ExitCode.DONE);
  }

  @Test
  @Order(1)
  void nothingCanBeInspectedBeforeTheFirstRelease() {
    String err = command(warehouse, "inspect", "item", "i000001").expect(ExitCode.INPUT).err();
    assertTrue(err.contains("Nothing has been released"), err);
    String out = command(warehouse, "history").expect(ExitCode.DONE).out();
    assertTrue(out.contains("Nothing has been released"), out);
  }

  @Test
  @Order(2)
  void aNightGoesOnFromWhereItStopped() {
    night(warehouse, "ingest", "2026-01-02").expect(ExitCode.DONE);
    night(warehouse, "prepare", "2026-01-02").expect(ExitCode.DONE);
    Shell.Result resumed = night(warehouse, "run", "2026-01-02").expect(ExitCode.DONE);
    assertEquals(2, count("already done", resumed.err()), resumed.err());
    assertTrue(resumed.out().contains("Served now: release 1, the night of 2026-01-02"));
  }

  @Test
  @Order(3)
  void theSameNightAgainRepeatsNothing() throws IOException {
    Map<String, String> before = hashes(warehouse);
    Shell.Result again = night(warehouse, "run", "2026-01-02").expect(ExitCode.DONE);
    assertEquals(STAGES, count("already done", again.err()), again.err());
    assertTrue(again.out().contains("Served now: release 1,"), again.out());
    assertEquals(before, hashes(warehouse));
  }

  @Test
  @Order(4)
  void aRefusedNightReleasesNothingAndIsReported() throws IOException {
    Shell.Result refused =
        night(warehouse, "run", "2026-01-03", "--set", "publish.min-ndcg-over-popularity=1000");
    refused.expect(ExitCode.REFUSED);
    assertTrue(refused.err().contains("publish.min-ndcg-over-popularity"), refused.err());
    assertFalse(refused.err().contains("\tat "), refused.err());
    assertFalse(refused.err().contains("publish    serve"), "it stops at the metrics");
    Matcher report = Pattern.compile("Report: file:(.*)").matcher(refused.err());
    assertTrue(report.find(), refused.err());
    assertTrue(Files.readString(Path.of(report.group(1), "report.html")).contains("refused"));
    String history = command(warehouse, "history").expect(ExitCode.DONE).out();
    assertEquals(2, history.lines().count(), history);
  }

  @Test
  @Order(5)
  void theNextNightIsReleasedAndRolledBack() {
    night(warehouse, "run", "2026-01-03").expect(ExitCode.DONE);
    Shell.Result rolledBack = command(warehouse, "rollback", "--to", "1").expect(ExitCode.DONE);
    assertEquals(
        "Served now: release 3, the night of 2026-01-02 (rollback to 1).",
        rolledBack.out().strip());
    List<String> history =
        command(warehouse, "history").expect(ExitCode.DONE).out().lines().toList();
    assertEquals(4, history.size());
    assertTrue(history.get(3).matches(" +3  2026-01-02  rollback to 1 .*"), history.get(3));
    Shell.Result unknown = command(warehouse, "rollback", "--to", "9").expect(ExitCode.INPUT);
    assertTrue(unknown.err().contains("There is no release 9"), unknown.err());
  }

  @Test
  @Order(6)
  void historyNamesTheFilesThatAreServed() {
    String out =
        command(warehouse, "history", "--paths", "recommendations").expect(ExitCode.DONE).out();
    assertEquals(1, out.lines().count(), out);
    assertTrue(out.matches("file:.*/recommendations/data/2026-01-02-.*\\.parquet\\s+"), out);
  }

  @Test
  @Order(6)
  void inspectShowsTitlesOfAListAndItsHistory() {
    String user = "u000003";
    String out = command(warehouse, "inspect", "user", user).expect(ExitCode.DONE).out();
    assertTrue(out.startsWith("User u000003 in release 3, the night of 2026-01-02"), out);
    List<String> list = out.lines().filter(l -> l.matches(" +\\d+  \\S+ +[A-Z].*")).toList();
    assertEquals(5, list.size(), out);
    assertTrue(out.contains("History: "), out);
    String older =
        command(warehouse, "inspect", "user", user, "--date", "2026-01-03")
            .expect(ExitCode.DONE)
            .out();
    assertTrue(older.startsWith("User u000003 in release 2,"), older);
    assertNotEquals(out, older);
  }

  @Test
  @Order(7)
  void inspectShowsWhatAnItemIs() {
    String out = command(warehouse, "inspect", "item", "i000003").expect(ExitCode.DONE).out();
    assertTrue(out.contains("title  "), out);
    assertTrue(out.contains("rank "), out);
    for (String kind : List.of("user", "item")) {
      String err = command(warehouse, "inspect", kind, "nobody").expect(ExitCode.INPUT).err();
      assertTrue(err.contains("There is no " + kind + " 'nobody'"), err);
    }
  }

  @Test
  @Order(8)
  void aNightBeforeTheReleasedOneNeedsLeave() {
    night(warehouse, "publish", "2026-01-03").expect(ExitCode.DONE);
    String err = night(warehouse, "publish", "2026-01-02").expect(ExitCode.REFUSED).err();
    assertTrue(err.contains("--allow-older"), err);
    String run = night(warehouse, "run", "2026-01-01").expect(ExitCode.REFUSED).err();
    assertTrue(run.contains("--allow-older"), run);
    assertFalse(run.contains("ingest"), "refused before any work: " + run);
    String out =
        night(warehouse, "publish", "2026-01-02", "--allow-older").expect(ExitCode.DONE).out();
    assertTrue(out.contains("Served now: release 5, the night of 2026-01-02"), out);
  }

  @Test
  @Order(9)
  void aShutGateIsOverriddenWithAReasonThatIsKept() {
    String[] shut = {
      "--set", "publish.min-ndcg-over-popularity=1000", "--allow-older", "--despite"
    };
    String[] gate = {shut[0], shut[1], shut[2], shut[3], "ndcg_over_popularity=a new catalogue"};
    String out = night(warehouse, "publish", "2026-01-03", gate).expect(ExitCode.DONE).out();
    assertTrue(out.contains("Served now: release 6, the night of 2026-01-03"), out);
    String history = command(warehouse, "history").expect(ExitCode.DONE).out();
    assertTrue(
        history.contains("Release 6, despite ndcg_over_popularity: a new catalogue"), history);
    gate[4] = "users_lost=another";
    String err = night(warehouse, "publish", "2026-01-03", gate).expect(ExitCode.REFUSED).err();
    assertTrue(err.contains("--despite ndcg_over_popularity=REASON"), err);
    gate[4] = "nothing=a reason";
    err = night(warehouse, "publish", "2026-01-03", gate).expect(ExitCode.USAGE).err();
    assertTrue(err.contains("NDCG_OVER_LAST_NIGHT"), err);
  }

  @Test
  @Order(10)
  void whatIsServedIsVerifiedToTheLastByte() throws IOException {
    String sound = command(warehouse, "verify").expect(ExitCode.DONE).out();
    assertTrue(sound.contains("All as written."), sound);
    String all = command(warehouse, "verify", "--all").expect(ExitCode.DONE).out();
    assertTrue(all.contains("holdout/item_factors"), all);
    Path served =
        Path.of(
            command(warehouse, "history", "--paths", "recommendations")
                .expect(ExitCode.DONE)
                .out()
                .strip()
                .substring("file:".length()));
    byte[] bytes = Files.readAllBytes(served);
    byte[] flipped = bytes.clone();
    flipped[bytes.length / 2] ^= 1;
    Files.write(served, flipped);

    for (String[] verify : new String[][] {{"verify"}, {"verify", "--all"}}) {
      Shell.Result damaged = command(warehouse, verify).expect(ExitCode.INPUT);
      assertTrue(damaged.err().contains("1 damaged:"), damaged.err());
      assertTrue(damaged.err().contains(served.toString()), damaged.err());
    }
    String list = command(warehouse, "inspect", "user", "u000003").expect(ExitCode.INPUT).err();
    assertTrue(list.contains(served.toString()), list);
    String err = command(warehouse, "rollback", "--to", "2").expect(ExitCode.INPUT).err();
    assertTrue(err.contains(served.toString()), err);
    Files.write(served, bytes);
    command(warehouse, "inspect", "user", "u000003").expect(ExitCode.DONE);
  }

  @Test
  @Order(9)
  void severalNightsStopAtTheFirstThatFails() {
    Shell.Result result =
        command(folder.resolve("nights"), "run", "--from", "2025-12-31", "--to", "2026-01-02");
    result.expect(ExitCode.INPUT);
    assertTrue(result.err().contains("Night of 2025-12-31"), result.err());
    assertFalse(result.err().contains("Night of 2026-01-01"), result.err());
    assertTrue(result.err().contains("There are no events up to 2025-12-31"), result.err());
  }

  /** Of a night without events the model is that of the night before, and so are its metrics. */
  @Test
  @Order(11)
  void lastNightsModelIsMeasuredByWhatTonightHoldsOut() {
    String[] noDecay = {"--set", "prepare.half-life-days=~"};
    night(warehouse, "run", "2026-01-03", noDecay).expect(ExitCode.DONE);
    String same = measured("2026-01-04", noDecay);
    assertEquals(metrics("blend", same), metrics("last-night", same), same);
    // By other settings nothing says what the model would have been last night.
    String other = measured("2026-01-04", "--set", "train.rank=3");
    assertFalse(other.contains("last-night"), other);
  }

  /** A tenth of more events is held out: also some that last night's model has learnt from. */
  @Test
  @Order(12)
  void lastNightsModelIsNotMeasuredByWhatItLearntFrom() throws IOException {
    String[] noDecay = {"--set", "prepare.half-life-days=~"};
    String before = measured("2026-01-04", noDecay);
    assertTrue(before.contains("last-night"), before);
    StringBuilder late = new StringBuilder("user_id,item_id,event,value,time,device\n");
    for (int i = 0; i < LATE_EVENTS; i++) {
      late.append(
          "late-%d,i%06d,view,,2026-01-01T00:%02d:00Z,mobile\n".formatted(i, i % 40, i % 60));
    }
    Files.writeString(folder.resolve("log/events/2026-01-05.csv"), late);
    String out = measured("2026-01-05", noDecay);
    assertTrue(out.contains("blend"), out);
    assertFalse(out.contains("last-night"), out);
  }

  /** Runs a night, and says what {@code evaluate} prints of it. */
  @Test
  @Order(13)
  void whatIsPastItsTimeGoesAndWhatIsServedStays() {
    String[] expire = {
      "expire", "--set", "expire.keep-releases=1", "--set", "expire.keep-days=1", "--preview"
    };
    String told = command(warehouse, expire).expect(ExitCode.DONE).out();
    assertTrue(told.contains("Would free"), told);
    int releases = count(" night ", command(warehouse, "history").expect(ExitCode.DONE).out());
    expire[5] = "--set=expire.orphan-hours=0";

    String gone = command(warehouse, expire).expect(ExitCode.DONE).out();

    assertTrue(gone.contains("Freed"), gone);
    String history = command(warehouse, "history").expect(ExitCode.DONE).out();
    assertTrue(releases > 1 && history.lines().count() == 2, history);
    command(warehouse, "verify", "--all").expect(ExitCode.DONE);
    command(warehouse, "inspect", "user", "u000003").expect(ExitCode.DONE);
    assertEquals(
        "Nothing is past its time.",
        command(warehouse, expire).expect(ExitCode.DONE).out().strip());
  }

  private static String measured(String date, String... more) {
    night(warehouse, "run", date, more).expect(ExitCode.DONE);
    return night(warehouse, "evaluate", date, more).expect(ExitCode.DONE).out();
  }

  private static String metrics(String model, String out) {
    return out.lines()
        .map(String::strip)
        .filter(line -> line.startsWith(model + " "))
        .map(line -> line.substring(model.length()).strip())
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + model + " in " + out));
  }

  private static Shell.Result night(Path warehouse, String command, String date, String... more) {
    List<String> args = new ArrayList<>(List.of(command, "--date", date));
    args.addAll(List.of(more));
    return command(warehouse, args.toArray(new String[0]));
  }

  private static Shell.Result command(Path warehouse, String... args) {
    List<String> all = new ArrayList<>(List.of(args));
    int options =
        (int) Stream.of(args).takeWhile(arg -> !arg.startsWith("--")).count(); // A test's own win.
    for (String setting :
        List.of(
            "ingest.folder=" + folder.resolve("log"),
            "ingest.limits.quarantined-share=1",
            "ingest.limits.future-share=1",
            "ingest.limits.volume-drop=1",
            "ingest.events.malformed.files.path=events/2026-01-01.csv",
            "publish.min-ndcg-over-popularity=0",
            "train={start-iterations: 0, iterations: 1, blocks: 1}",
            "similarity.blocks=1",
            "recommend.partitions=1",
            "recommend.n=5",
            "recommend.candidates=40",
            "warehouse=" + warehouse)) {
      all.add(options, "--set=" + setting);
    }
    all.add(options, "--config=../conf/demo.yaml");
    return Shell.run(all.toArray(new String[0]));
  }

  /** The SHA-256 of each file of each snapshot, by the path that does not depend on the run. */
  private static Map<String, String> hashes(Path warehouse) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(warehouse)) {
      for (Path file : files.filter(f -> f.toString().contains("/_snapshots/")).toList()) {
        Matcher hash =
            Pattern.compile("\"contentHash\" : \"(\\w+)\"").matcher(Files.readString(file));
        if (file.toString().endsWith(".json") && hash.find()) {
          hashes.put(warehouse.relativize(file).toString(), hash.group(1));
        }
      }
    }
    assertTrue(hashes.size() > STAGES, hashes.toString());
    return hashes;
  }

  private static int count(String words, String text) {
    return text.split(Pattern.quote(words), -1).length - 1;
  }
}
