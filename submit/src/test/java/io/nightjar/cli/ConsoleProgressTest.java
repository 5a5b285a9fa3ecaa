package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.night.Progress;
import io.nightjar.night.Progress.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConsoleProgressTest {
  private static final Step TRAIN = new Step(4, 14, "train", "holdout");
  private static final Step SIMILAR = new Step(5, 14, "similar", "holdout");

  private final StringWriter out = new StringWriter();
  private final TaskCount tasks = new TaskCount();
  private long nanos;

  @Test
  void withoutATerminalAStepHasALineAtItsEndsAndEveryFifteenSeconds() {
    ConsoleProgress progress = progress(false);
    progress.night(LocalDate.of(2026, 1, 28));
    progress.begin(TRAIN);
    tasks.planned(1, 4);
    tasks.done(1);
    wait(progress, 14);
    wait(progress, 1);
    wait(progress, 14);
    progress.end(TRAIN, false, Duration.ofMillis(65_120));
    progress.begin(SIMILAR);
    progress.end(SIMILAR, true, Duration.ofMillis(3));
    wait(progress, 60);
    assertEquals(
        """
        Night of 2026-01-28
           4/14  train      holdout  started
           4/14  train      holdout  25 %               15.0 s
           4/14  train      holdout  done           1 min 05 s
           5/14  similar    holdout  started
           5/14  similar    holdout  already done
        """,
        out.toString());
  }

  @Test
  void onATerminalOneLineIsRewritten() {
    ConsoleProgress progress = progress(true);
    progress.begin(TRAIN);
    tasks.planned(1, 4);
    tasks.done(1);
    tasks.done(1);
    wait(progress, 1);
    nanos += Duration.ofSeconds(1).toNanos();
    progress.fail(TRAIN);
    String start = "\r\u001b[K   4/14  train      holdout  ";
    assertEquals(
        start
            + "0 %                 0.0 s  [........................]"
            + start
            + "50 %                1.0 s  [############............]"
            + start
            + "failed              2.0 s\n",
        out.toString());
  }

  @Test
  void showsWhatAStepSaysOfItself() {
    try (ConsoleProgress progress = progress(false)) {
      progress.begin(new Progress.Step(3, 14, "train", "serve"));
      tasks.planned(1, 2);
      tasks.done(1);
      tasks.said("iteration 3 of 10, loss 12345");
      wait(progress, 20);
      assertTrue(
          out.toString().endsWith("20.0 s  iteration 3 of 10, loss 12345\n"), out.toString());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.0 s",
    "59999, 59.9 s",
    "60000, 1 min 00 s",
    "3599999, 59 min 59 s",
    "7800000, 2 h 10 min"
  })
  void durationsAreForPeople(long millis, String text) {
    assertEquals(text, ConsoleProgress.text(Duration.ofMillis(millis)));
  }

  private ConsoleProgress progress(boolean terminal) {
    return new ConsoleProgress(new PrintWriter(out), terminal, () -> nanos, tasks);
  }

  private void wait(ConsoleProgress progress, int seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
    progress.tick();
  }
}
