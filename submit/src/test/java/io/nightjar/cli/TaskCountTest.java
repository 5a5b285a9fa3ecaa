package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.night.Progress.Step;
import org.junit.jupiter.api.Test;

final class TaskCountTest {
  private static final Step TRAIN = new Step(4, 14, "train", "holdout");
  private static final Step AGAIN = new Step(9, 14, "train", "serve");
  private static final Step SIMILAR = new Step(5, 14, "similar", "holdout");

  private final TaskCount tasks = new TaskCount();

  @Test
  void nothingKnownIsNothingDone() {
    tasks.begin(TRAIN);
    assertEquals(0, tasks.share(TRAIN));
  }

  @Test
  void repeatedTasksCountOnce() {
    tasks.begin(TRAIN);
    tasks.planned(4, 1, 2);
    tasks.planned(4, 2, 2);
    tasks.done(1);
    tasks.done(1);
    tasks.done(1);
    assertEquals(0.5, tasks.share(TRAIN));
  }

  @Test
  void aStepIsNotDoneBeforeItEnds() {
    tasks.begin(TRAIN);
    tasks.planned(4, 1, 1);
    tasks.done(1);
    assertEquals(0.99, tasks.share(TRAIN));
  }

  @Test
  void aStepOfTheSameNameTellsHowManyThereWillBe() {
    tasks.begin(TRAIN);
    tasks.planned(4, 1, 10);
    for (int i = 0; i < 10; i++) {
      tasks.done(1);
    }
    tasks.end(TRAIN);
    tasks.begin(AGAIN);
    tasks.planned(9, 2, 4);
    tasks.done(2);
    assertEquals(0.1, tasks.share(AGAIN));
  }

  @Test
  void stepsSideBySideAreCountedEach() {
    tasks.begin(TRAIN);
    tasks.begin(SIMILAR);
    tasks.planned(4, 1, 4);
    tasks.planned(5, 2, 2);
    tasks.done(1);
    tasks.done(2);
    assertEquals(0.25, tasks.share(TRAIN));
    assertEquals(0.5, tasks.share(SIMILAR));
  }

  @Test
  void lateNewsOfTheStepBeforeIsNotCounted() {
    tasks.begin(TRAIN);
    tasks.planned(4, 1, 2);
    tasks.end(TRAIN);
    tasks.begin(SIMILAR);
    tasks.planned(5, 2, 2);
    tasks.planned(4, 3, 2);
    tasks.done(1);
    tasks.done(3);
    assertEquals(0, tasks.share(SIMILAR));
  }
}
