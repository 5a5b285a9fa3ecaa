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
  void aFullDiskIsFoundInWhatIsLeftOfATask() {
    String task =
        "Lost task 0.0 in stage 7.0: java.io.IOException: No space left on device\n\tat x";
    Throwable error = new SparkException("Cannot write rows to /w/data", new Exception(task));
    assertEquals(ExitCode.FULL, tell(error));
    assertEquals(
        "nightjar: a disk or a quota is full: Lost task 0.0 in stage 7.0: java.io.IOException: No"
            + " space left on device (Cannot write rows to /w/data); make room and run the same"
            + " command again, which goes on where this ended"
            + System.lineSeparator(),
        err.toString());
  }

  @Test
  void quotasOfHdfsAreToldFromOtherFailures() {
    assertEquals(
        ExitCode.FULL,
        tell(new RuntimeException("The DiskSpace quota of /nightjar is exceeded: quota = 1 B")));
    assertEquals(ExitCode.FULL, tell(new RuntimeException(noRoom(3, "no"))));
    assertEquals(ExitCode.BUG, tell(new RuntimeException(noRoom(0, "no"))), "all are lost");
    assertEquals(ExitCode.BUG, tell(new RuntimeException(noRoom(3, "3"))), "none could be reached");
    assertEquals(ExitCode.BUG, tell(new RuntimeException("space is left, and no quota is named")));
  }

  private static String noRoom(int running, String excluded) {
    return ("File /w/1.json could only be written to 0 of the 1 minReplication nodes. There are %d"
            + " datanode(s) running and %s node(s) are excluded in this operation.")
        .formatted(running, excluded);
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
