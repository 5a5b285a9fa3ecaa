package io.nightjar.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;

final class SideBySideTest {
  private static final SparkContext SPARK = SharedSpark.session().sparkContext();

  @Test
  void allAreUnderWayAtOnceAndAnswerInOrder() {
    CyclicBarrier all = new CyclicBarrier(3);
    List<Supplier<Integer>> works =
        List.of(() -> meet(all, 1), () -> meet(all, 2), () -> 3 * meet(all, 1));
    assertEquals(List.of(1, 2, 3), SideBySide.all(SPARK, works));
  }

  @Test
  void eachHasThePropertiesOfTheCaller() {
    SPARK.setLocalProperty("nightjar.test", "here");
    try {
      Supplier<String> work = () -> SPARK.getLocalProperty("nightjar.test");
      assertEquals(List.of("here", "here"), SideBySide.all(SPARK, List.of(work, work)));
    } finally {
      SPARK.setLocalProperty("nightjar.test", null);
    }
  }

  @Test
  void theFirstFailureCancelsTheOthersAndIsThrown() {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    RuntimeException failure = new IllegalStateException("first");
    Supplier<Integer> fails =
        () -> {
          await(started);
          throw failure;
        };
    Supplier<Integer> runsOn =
        () -> {
          started.countDown();
          try {
            new JavaSparkContext(SPARK)
                .parallelize(List.of(1, 2), 2)
                .foreach(x -> Thread.sleep(600_000));
          } finally {
            ended.set(true);
          }
          return 1;
        };
    assertSame(
        failure,
        assertThrows(
            IllegalStateException.class, () -> SideBySide.all(SPARK, List.of(fails, runsOn))));
    assertTrue(ended.get());
  }

  private static int meet(CyclicBarrier all, int value) {
    try {
      all.await();
      return value;
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
