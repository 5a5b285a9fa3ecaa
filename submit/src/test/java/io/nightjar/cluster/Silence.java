package io.nightjar.cluster;

import io.nightjar.night.Progress;
import java.time.Duration;
import java.time.LocalDate;

/** Progress that nobody watches. */
final class Silence implements Progress {
  @Override
  public void night(LocalDate date) {}

  @Override
  public void begin(Step step) {}

  @Override
  public void end(Step step, boolean resumed, Duration elapsed) {}

  @Override
  public void fail(Step step) {}
}
