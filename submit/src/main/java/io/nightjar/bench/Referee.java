package io.nightjar.bench;

import io.nightjar.bench.Contest.Side;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Lets the sides of a contest take turns, so that what else the machine does meets all of them.
 *
 * <p>Every side first runs once without counting, to be compiled by the JVM, unless it ran before
 * the contest; a rival whose warm-up takes a minute or more has that run counted instead, since
 * compiling no longer matters there.
 */
final class Referee {
  private static final double WARM_AFTER_SECONDS = 60;

  private final int repeats;
  private final int rivalRepeats;
  private final Scratch scratch;
  private final LongSupplier nanos;
  private final Consumer<String> progress;

  /**
   * A referee.
   *
   * @param repeats counted runs of ours, 1 or more
   * @param rivalRepeats counted runs of each rival, 1 to {@code repeats}
   * @param scratch where results go
   * @param nanos the clock
   * @param progress is told of each run
   */
  Referee(
      int repeats,
      int rivalRepeats,
      Scratch scratch,
      LongSupplier nanos,
      Consumer<String> progress) {
    this.repeats = repeats;
    this.rivalRepeats = Math.min(repeats, rivalRepeats);
    this.scratch = scratch;
    this.nanos = nanos;
    this.progress = progress;
  }

  /** Runs a contest. An error of ours ends it; a rival's is written down. */
  ContestResult hold(Contest contest) throws Exception {
    Turns ours = new Turns(contest, contest.ours());
    ours.warmUp();
    Map<Side, Turns> rivals = new LinkedHashMap<>();
    for (Side rival : contest.rivals()) {
      Turns turns = new Turns(contest, rival);
      rivals.put(rival, turns);
      if (turns.dare(turns::warmUp)) {
        turns.verdict = contest.judge().judge(ours.folder, turns.folder);
        progress.accept("%s  %s: %s".formatted(contest.name(), rival.name(), turns.verdict.text()));
      }
    }
    ours.forgetWarmUp(false);
    rivals.values().forEach(turns -> turns.forgetWarmUp(true));
    for (int round = 1; round <= repeats; round++) {
      String place = round + " of " + repeats;
      ours.take(place);
      for (Turns rival : rivals.values()) {
        if (rival.failure == null && rival.seconds.size() < Math.min(round, rivalRepeats)) {
          rival.dare(() -> rival.take(place));
        }
      }
    }
    return new ContestResult(
        contest.name(),
        contest.task(),
        contest.ours().name(),
        Spread.of(ours.seconds),
        rivals.values().stream().map(rival -> rival.against(ours)).toList());
  }

  /** A run of a side, or what stands for it. */
  @FunctionalInterface
  private interface Turn {
    void take() throws Exception;
  }

  /** The runs of one side. */
  private final class Turns {
    private final Contest contest;
    private final Side side;
    private final List<Double> seconds = new ArrayList<>();
    private String folder;
    private Verdict verdict;
    private String failure;

    Turns(Contest contest, Side side) {
      this.contest = contest;
      this.side = side;
    }

    void warmUp() throws Exception {
      if (side.before().isEmpty()) {
        take("warm-up");
        return;
      }
      folder = side.before().get().folder();
      seconds.add(side.before().get().seconds());
    }

    void take(String place) throws Exception {
      folder = scratch.fresh(contest.name() + "/" + side.name());
      System.gc(); // What one side leaves behind is not the next one's to clear away.
      long start = nanos.getAsLong();
      side.work().into(folder);
      double took = (nanos.getAsLong() - start) / 1e9;
      seconds.add(took);
      progress.accept("%s  %s, %s: %.2f s".formatted(contest.name(), side.name(), place, took));
    }

    /** Takes a turn that may fail, and says whether it did not. */
    boolean dare(Turn turn) {
      try {
        turn.take();
        return true;
      } catch (Exception | OutOfMemoryError | StackOverflowError e) {
        failure = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        failure = e.getClass().getSimpleName() + ": " + failure;
        progress.accept("%s  %s failed: %s".formatted(contest.name(), side.name(), failure));
        return false;
      }
    }

    void forgetWarmUp(boolean unlessLong) {
      if (failure == null && !(unlessLong && seconds.get(0) >= WARM_AFTER_SECONDS)) {
        seconds.clear();
      }
    }

    ContestResult.Rival against(Turns ours) {
      if (failure != null) {
        return new ContestResult.Rival(side.name(), null, null, new Verdict(false, failure));
      }
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < seconds.size(); i++) {
        ratios.add(seconds.get(i) / ours.seconds.get(i));
      }
      return new ContestResult.Rival(side.name(), Spread.of(seconds), Spread.of(ratios), verdict);
    }
  }
}
