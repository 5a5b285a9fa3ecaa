package io.nightjar.faults;

import io.nightjar.SharedSpark;
import io.nightjar.config.NightjarConfig;
import io.nightjar.night.Night;
import io.nightjar.night.Progress;
import io.nightjar.night.ShopLog;
import io.nightjar.run.Causes;
import io.nightjar.run.GateRefusal;
import io.nightjar.run.Overrides;
import io.nightjar.store.RunLock;
import io.nightjar.store.SnapshotStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;

/** Runs a night for each line of its input, {@code <locked> <date> <warehouse>}. */
final class NightChild {
  /** How lines begin that are told of a step: {@code step begin|end <name> <lane> [resumed]}. */
  static final String STEP = "step ";

  /** Reads the log of the folder given, and prints what became of each night. */
  public static void main(String[] args) throws IOException {
    SharedSpark.session();
    System.out.println("ready");
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String[] words = line.split(" ", 3);
      System.out.println(
          outcome(
              Path.of(args[0]),
              Boolean.parseBoolean(words[0]),
              LocalDate.parse(words[1]),
              words[2]));
    }
  }

  /** What became of a night that such a JVM was told to run. */
  static String outcome(ChildJvm child) {
    String line = child.line();
    while (line != null && line.startsWith(STEP)) {
      line = child.line();
    }
    return line;
  }

  private static String outcome(Path log, boolean locked, LocalDate date, String warehouse) {
    NightjarConfig config = new ShopLog(log).night(warehouse, date).config();
    SnapshotStore store =
        new SnapshotStore(SharedSpark.session(), config.warehouse(), config.store());
    try {
      if (!locked) {
        return run(config, store, date);
      }
      RunLock lock = RunLock.acquire(store, "run", config.lock(), System.err::println);
      try {
        return run(config, store, date);
      } finally {
        lock.close();
      }
    } catch (RuntimeException e) {
      if (Causes.first(e, GateRefusal.class).isPresent()) {
        return "refused: " + e.getMessage().lines().findFirst().orElse("");
      }
      e.printStackTrace();
      return "failed: " + e.getMessage();
    }
  }

  private static String run(NightjarConfig config, SnapshotStore store, LocalDate date) {
    Overrides older = new Overrides(true, Map.of());
    Night night = new Night(SharedSpark.session(), config, store, new Told(), false, older);
    return "released " + night.run(date).release().number();
  }

  private static final class Told implements Progress {
    @Override
    public void night(LocalDate date) {}

    @Override
    public void begin(Step step) {
      System.out.println(STEP + "begin " + step.name() + " " + step.lane());
    }

    @Override
    public void end(Step step, boolean resumed, Duration elapsed) {
      String how = resumed ? " resumed" : "";
      System.out.println(STEP + "end " + step.name() + " " + step.lane() + how);
    }

    @Override
    public void fail(Step step) {}
  }

  private NightChild() {}
}
