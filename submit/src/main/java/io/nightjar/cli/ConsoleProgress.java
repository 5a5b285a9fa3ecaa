package io.nightjar.cli;

import io.nightjar.night.Progress;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Timer;
import java.util.TimerTask;
import java.util.function.LongSupplier;

/**
 * Shows a night as it goes: on a terminal one line a step, rewritten as tasks end; else a line when
 * a step begins, when it ends, and every 15 seconds between.
 */
final class ConsoleProgress implements Progress, AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(500);
  private static final Duration QUIET = Duration.ofSeconds(15);
  private static final int BAR = 24;
  private static final String REWRITE = "\r\u001b[K";

  private final PrintWriter out;
  private final boolean terminal;
  private final LongSupplier nanos;
  private final TaskCount tasks;
  private final Timer timer = new Timer("progress", true);
  private Step current;
  private long began;
  private long shown;

  /**
   * A display.
   *
   * @param terminal whether lines can be rewritten
   * @param nanos the clock
   */
  ConsoleProgress(PrintWriter out, boolean terminal, LongSupplier nanos, TaskCount tasks) {
    this.out = out;
    this.terminal = terminal;
    this.nanos = nanos;
    this.tasks = tasks;
  }

  /** A display of what a workspace's Spark does. */
  static ConsoleProgress of(Workspace workspace, PrintWriter out) {
    TaskCount tasks = new TaskCount();
    workspace.session().sparkContext().addSparkListener(tasks);
    boolean terminal = System.getenv("NIGHTJAR_TERMINAL") != null;
    ConsoleProgress progress = new ConsoleProgress(out, terminal, System::nanoTime, tasks);
    TimerTask tick =
        new TimerTask() {
          @Override
          public void run() {
            progress.tick();
          }
        };
    progress.timer.schedule(tick, TICK.toMillis(), TICK.toMillis());
    return progress;
  }

  @Override
  public synchronized void night(LocalDate date) {
    out.println("Night of " + date);
    out.flush();
  }

  @Override
  public synchronized void begin(Step step) {
    current = step;
    began = nanos.getAsLong();
    tasks.begin(step.name());
    show(terminal ? running() : "started");
  }

  @Override
  public synchronized void end(Step step, boolean resumed, Duration elapsed) {
    tasks.end();
    show(resumed ? "already done" : columns("done", elapsed));
    finish();
  }

  @Override
  public synchronized void fail(Step step) {
    show(columns("failed", elapsed()));
    finish();
  }

  @Override
  public void close() {
    timer.cancel();
  }

  /** Shows how far the step is, if it is time to. */
  synchronized void tick() {
    if (current != null && (terminal || nanos.getAsLong() - shown >= QUIET.toNanos())) {
      show(running());
    }
  }

  private void show(String state) {
    int digits = String.valueOf(current.of()).length();
    String line =
        ("%" + (digits + 2) + "d/%d  %-9s  %-7s  %s")
            .formatted(current.place(), current.of(), current.name(), current.lane(), state);
    if (terminal) {
      out.print(REWRITE + line);
    } else {
      out.println(line);
    }
    out.flush();
    shown = nanos.getAsLong();
  }

  private void finish() {
    if (terminal) {
      out.println();
      out.flush();
    }
    current = null;
  }

  private String running() {
    double share = tasks.share();
    String columns = columns((int) (share * 100) + " %", elapsed());
    int full = (int) (share * BAR);
    String bar = terminal ? "  [" + "#".repeat(full) + ".".repeat(BAR - full) + "]" : "";
    return (columns + bar + "  " + tasks.words()).stripTrailing();
  }

  private Duration elapsed() {
    return Duration.ofNanos(nanos.getAsLong() - began);
  }

  private static String columns(String state, Duration elapsed) {
    return "%-12s  %11s".formatted(state, text(elapsed));
  }

  /** A duration for people: {@code 12.3 s}, {@code 4 min 05 s}, {@code 2 h 10 min}. */
  static String text(Duration duration) {
    if (duration.toMinutes() == 0) {
      return "%d.%d s".formatted(duration.toSecondsPart(), duration.toMillisPart() / 100);
    }
    return duration.toHours() == 0
        ? "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart())
        : "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
  }
}
