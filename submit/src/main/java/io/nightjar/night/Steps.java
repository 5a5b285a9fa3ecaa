package io.nightjar.night;

import io.nightjar.run.StageResult;
import io.nightjar.store.Lane;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/** Takes steps one after the other, and tells of each. */
final class Steps {
  private final Progress progress;
  private final SparkContext spark;
  private final int of;
  private int taken;

  Steps(Progress progress, SparkContext spark, int of) {
    this.progress = progress;
    this.spark = spark;
    this.of = of;
  }

  /** Does the work; what Spark shows of it bears the step's name. */
  <T> T take(String name, Lane lane, Supplier<T> work) {
    Progress.Step step = new Progress.Step(++taken, of, name, lane.label());
    long start = System.nanoTime();
    boolean ended = false;
    progress.begin(step);
    spark.setJobDescription(name + " (" + lane.label() + ")");
    try {
      T result = work.get();
      ended = true;
      boolean resumed = result instanceof StageResult stage && stage.resumed();
      progress.end(step, resumed, Duration.ofNanos(System.nanoTime() - start));
      return result;
    } finally {
      spark.setJobDescription(null);
      if (!ended) {
        progress.fail(step);
      }
    }
  }
}
