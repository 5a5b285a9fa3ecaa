package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class TaskCountTest {
  private final TaskCount tasks = new TaskCount();

  @Test
  void nothingKnownIsNothingDone() {
    tasks.begin("train");
    assertEquals(0, tasks.share());
  }

  @Test
  void repeatedTasksCountOnce() {
    tasks.begin("train");
    tasks.planned(1, 2);
    tasks.planned(2, 2);
    tasks.done(1);
    tasks.done(1);
    tasks.done(1);
    assertEquals(0.5, tasks.share());
  }

  @Test
  void aStepIsNotDoneBeforeItEnds() {
    tasks.begin("train");
    tasks.planned(1, 1);
    tasks.done(1);
    assertEquals(0.99, tasks.share());
  }

  @Test
  void aStepOfTheSameNameTellsHowManyThereWillBe() {
    tasks.begin("train");
    tasks.planned(1, 10);
    for (int i = 0; i < 10; i++) {
      tasks.done(1);
    }
    tasks.end();
    tasks.begin("train");
    tasks.planned(2, 4);
    tasks.done(2);
    assertEquals(0.1, tasks.share());
  }

  @Test
  void lateNewsOfTheStepBeforeIsNotCounted() {
    tasks.begin("train");
    tasks.planned(1, 2);
    tasks.begin("similar");
    tasks.planned(2, 2);
    tasks.done(1);
    assertEquals(0, tasks.share());
  }
}
