package io.nightjar.bench;

import io.nightjar.night.Progress;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Locale;
import java.util.function.Consumer;

/** Tells of a night's steps in the bench's own lines. */
record StepLines(String name, Consumer<String> progress) implements Progress {
  @Override
  public void night(LocalDate date) {
    progress.accept("%s  night of %s".formatted(name, date));
  }

  @Override
  public void begin(Step step) {}

  @Override
  public void end(Step step, boolean resumed, Duration elapsed) {
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s  %d/%d %s %s: %.1f s",
            name,
            step.place(),
            step.of(),
            step.name(),
            step.lane(),
            elapsed.toMillis() / 1e3));
  }

  @Override
  public void fail(Step step) {
    progress.accept("%s  %s failed".formatted(name, step.name()));
  }
}
