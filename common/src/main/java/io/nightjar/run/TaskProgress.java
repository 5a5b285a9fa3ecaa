package io.nightjar.run;

/** How a job says how far it is, beyond the tasks that Spark counts. */
public final class TaskProgress {
  /** Local property of the Spark context: a few words for whoever watches; null for nothing. */
  public static final String PROPERTY = "nightjar.progress";

  private TaskProgress() {}
}
