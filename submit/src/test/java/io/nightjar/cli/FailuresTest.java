package io.nightjar.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.run.GateRefusal;
import io.nightjar.run.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;

final class FailuresTest {
  private final StringWriter err = new StringWriter();

  @Test
  void aMistakeIsFoundInsideWhatSparkMakesOfIt() {
    Throwable error = new SparkException("Job aborted", new UserError("no file x; add it"));
    assertEquals(ExitCode.INPUT, tell(new RuntimeException(error)));
    assertEquals("nightjar: no file x; add it" + System.lineSeparator(), err.toString());
  }

  @Test
  void aRefusalIsFoundInsideWhatSparkMakesOfIt() {
    Throwable error = new SparkException("Job aborted", new GateRefusal("check c found 3"));
    assertEquals(ExitCode.REFUSED, tell(error));
    assertEquals("nightjar: refused: check c found 3" + System.lineSeparator(), err.toString());
  }

  @Test
  void anythingElseIsABugWithItsStackTrace() {
    assertEquals(ExitCode.BUG, tell(new IllegalStateException("odd")));
    assertTrue(err.toString().contains("IllegalStateException: odd"));
    assertTrue(err.toString().contains("\tat "));
    assertTrue(err.toString().contains("report it"));
  }

  @Test
  void anErrorOfTheVirtualMachineIsNoMistakeOfTheUsers() {
    assertEquals(ExitCode.BUG, tell(new OutOfMemoryError("heap")));
  }

  @Test
  void causesInARingEnd() {
    IllegalStateException inner = new IllegalStateException("inner");
    RuntimeException outer = new RuntimeException("outer", inner);
    inner.initCause(outer);
    assertEquals(ExitCode.BUG, tell(outer));
    assertFalse(err.toString().isEmpty());
  }

  private ExitCode tell(Throwable error) {
    return Failures.tell(error, new PrintWriter(err));
  }
}
