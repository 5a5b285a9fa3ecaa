package io.nightjar.run;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * Does pieces of work that need nothing of each other at the same time. While the driver plans one,
 * or one waits for its last task, the cores work on another. Tasks that run at once are no more for
 * it, and so is the memory they need.
 */
public final class SideBySide {
  /**
   * Does all pieces, and returns when all have ended.
   *
   * @param works each is done by a thread that has the Spark properties of this one
   * @return what they returned, in their order
   * @throws RuntimeException what a piece threw first; the others are cancelled then
   */
  public static <T> List<T> all(SparkContext spark, List<Supplier<T>> works) {
    if (works.size() == 1) {
      return List.of(works.get(0).get());
    }
    String tag = "nightjar-" + UUID.randomUUID();
    ExecutorService threads = Executors.newFixedThreadPool(works.size());
    try {
      CompletionService<T> ended = new ExecutorCompletionService<>(threads);
      List<Future<T>> results = new ArrayList<>();
      for (Supplier<T> work : works) {
        results.add(
            ended.submit(
                () -> {
                  spark.addJobTag(tag);
                  return work.get();
                }));
      }
      for (int i = 0; i < works.size(); i++) {
        ended.take().get();
      }
      List<T> values = new ArrayList<>();
      for (Future<T> result : results) {
        values.add(result.get());
      }
      return values;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) e.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while work was done side by side", e);
    } finally {
      stop(spark, tag, threads);
    }
  }

  /** Ends what still runs, and waits for it: nobody is to find its traces later. */
  private static void stop(SparkContext spark, String tag, ExecutorService threads) {
    threads.shutdownNow();
    boolean interrupted = Thread.interrupted();
    while (!threads.isTerminated()) {
      spark.cancelJobsWithTag(tag);
      try {
        threads.awaitTermination(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private SideBySide() {}
}
