package io.nightjar.night;

import java.time.Duration;
import java.time.LocalDate;

/** Is told of a night as it goes. */
public interface Progress {
  /** Tells nobody. */
  Progress SILENT =
      new Progress() {
        @Override
        public void night(LocalDate date) {}

        @Override
        public void begin(Step step) {}

        @Override
        public void end(Step step, boolean resumed, Duration elapsed) {}

        @Override
        public void fail(Step step) {}
      };

  /**
   * One step: a stage of the night, its release or its report.
   *
   * @param place from 1
   * @param of number of steps
   * @param name of the job, {@code publish} or {@code report}
   * @param lane name of the lane
   */
  record Step(int place, int of, String name, String lane) {}

  /** A night begins. */
  void night(LocalDate date);

  /** A step begins; no other begins before it has ended or failed. */
  void begin(Step step);

  /**
   * A step ended well.
   *
   * @param resumed whether its results were there already
   */
  void end(Step step, boolean resumed, Duration elapsed);

  /** A step ended by an exception, which its caller gets. */
  void fail(Step step);
}
