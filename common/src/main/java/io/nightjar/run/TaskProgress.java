package io.nightjar.run;

/** How a job says how far it is, beyond the tasks that Spark counts. */
public final class TaskProgress {
  /** Local property of the Spark context: a few words for whoever watches; null for nothing. */
  public static final String PROPERTY = "nightjar.progress";

  /** Local property of the Spark context: the place of the step that a job of Spark is for. */
  public static final String STEP = "nightjar.step";

  private TaskProgress() {}
}
