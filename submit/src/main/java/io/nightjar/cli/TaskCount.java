package io.nightjar.cli;

import io.nightjar.run.TaskProgress;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Counts the tasks of the step that is under way. Spark plans a step in pieces, so how many there
 * will be is known only for what has begun; a step of the same name that went before says more.
 */
final class TaskCount extends SparkListener {
  private final Map<Integer, int[]> stages = new HashMap<>(); // stage: tasks, tasks done
  private final Map<Integer, int[]> jobs = new HashMap<>(); // job: its stages
  private final Map<String, Integer> before = new HashMap<>();
  private String step = "";
  private String words = "";

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    var infos = CollectionConverters.asJava(start.stageInfos());
    jobs.put(start.jobId(), infos.stream().mapToInt(stage -> stage.stageId()).toArray());
    infos.forEach(stage -> planned(stage.stageId(), stage.numTasks()));
    said(start.properties() == null ? null : start.properties().getProperty(TaskProgress.PROPERTY));
  }

  @Override
  public synchronized void onTaskEnd(SparkListenerTaskEnd end) {
    if (end.reason() instanceof Success$) {
      done(end.stageId());
    }
  }

  /** What a job planned and did not need, because it was there already, will not be done. */
  @Override
  public synchronized void onJobEnd(SparkListenerJobEnd end) {
    for (int stage : jobs.getOrDefault(end.jobId(), new int[0])) {
      stages.computeIfPresent(stage, (id, tasks) -> new int[] {tasks[1], tasks[1]});
    }
    jobs.remove(end.jobId());
  }

  /** A step begins. */
  synchronized void begin(String name) {
    stages.clear();
    jobs.clear();
    step = name;
    words = "";
  }

  /** What the step says of itself: a few words, or none. */
  synchronized String words() {
    return words;
  }

  synchronized void said(String property) {
    words = property == null ? "" : property;
  }

  /** The step has ended well. */
  synchronized void end() {
    before.merge(step, sum(1), Math::max);
  }

  /** Share of the step's tasks that are done, as far as they are known; below 1 until it ends. */
  synchronized double share() {
    int known = Math.max(sum(0), before.getOrDefault(step, 1));
    return Math.min(0.99, (double) sum(1) / known);
  }

  synchronized void planned(int stage, int tasks) {
    stages.putIfAbsent(stage, new int[] {tasks, 0});
  }

  synchronized void done(int stage) {
    stages.computeIfPresent(
        stage, (id, tasks) -> new int[] {tasks[0], Math.min(tasks[0], tasks[1] + 1)});
  }

  private int sum(int which) {
    return stages.values().stream().mapToInt(tasks -> tasks[which]).sum();
  }
}
