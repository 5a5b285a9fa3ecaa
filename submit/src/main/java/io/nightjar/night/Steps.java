package io.nightjar.night;

import io.nightjar.run.StageResult;
import io.nightjar.run.TaskProgress;
import io.nightjar.store.Lane;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** Takes steps, and tells of each. */
final class Steps {
  private final Progress progress;
  private final SparkContext spark;
  private final int of;
  private int planned;

  Steps(Progress progress, SparkContext spark, int of) {
    this.progress = progress;
    this.spark = spark;
    this.of = of;
  }

  /** The step after those that were planned before. */
  Progress.Step next(String name, Lane lane) {
    return new Progress.Step(++planned, of, name, lane.label());
  }

  /** Takes the next step. */
  <T> T take(String name, Lane lane, Supplier<T> work) {
    return take(next(name, lane), work);
  }

  /** Does the work of a step; what Spark shows of it bears the step's name. */
  <T> T take(Progress.Step step, Supplier<T> work) {
    long start = System.nanoTime();
    boolean ended = false;
    progress.begin(step);
    spark.setJobDescription(step.name() + " (" + step.lane() + ")");
    spark.setLocalProperty(TaskProgress.STEP, String.valueOf(step.place()));
    try {
      T result = work.get();
      ended = true;
      boolean resumed = result instanceof StageResult stage && stage.resumed();
      progress.end(step, resumed, Duration.ofNanos(System.nanoTime() - start));
      return result;
    } finally {
      spark.setJobDescription(null);
      spark.setLocalProperty(TaskProgress.STEP, null);
      if (!ended) {
        progress.fail(step);
      }
    }
  }
}
