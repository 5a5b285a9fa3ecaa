package io.nightjar.cli;

import io.nightjar.night.Progress.Step;
import io.nightjar.run.TaskProgress;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.spark.Success$;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerJobEnd;
import org.apache.spark.scheduler.SparkListenerJobStart;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Counts the tasks of the steps that are under way. Spark plans a step in pieces, so how many there
 * will be is known only for what has begun; a step of the same name that went before says more.
 */
final class TaskCount extends SparkListener {
  private final Map<Integer, Tasks> steps = new HashMap<>(); // by place
  private final Map<String, Integer> before = new HashMap<>();

  private static final class Tasks {
    final Map<Integer, int[]> stages = new HashMap<>(); // stage: tasks, tasks done
    final Map<Integer, int[]> jobs = new HashMap<>(); // job: its stages
    String words = "";

    int sum(int which) {
      return stages.values().stream().mapToInt(tasks -> tasks[which]).sum();
    }
  }

  @Override
  public synchronized void onJobStart(SparkListenerJobStart start) {
    Properties properties = start.properties();
    if (properties == null || properties.getProperty(TaskProgress.STEP) == null) {
      return;
    }
    int place = Integer.parseInt(properties.getProperty(TaskProgress.STEP));
    var infos = CollectionConverters.asJava(start.stageInfos());
    int[] stages = infos.stream().mapToInt(stage -> stage.stageId()).toArray();
    steps.computeIfPresent(
        place,
        (at, tasks) -> {
          tasks.jobs.put(start.jobId(), stages);
          return tasks;
        });
    infos.forEach(stage -> planned(place, stage.stageId(), stage.numTasks()));
    said(place, properties.getProperty(TaskProgress.PROPERTY));
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
    for (Tasks step : steps.values()) {
      int[] stages = step.jobs.remove(end.jobId());
      for (int stage : stages == null ? new int[0] : stages) {
        step.stages.computeIfPresent(stage, (id, tasks) -> new int[] {tasks[1], tasks[1]});
      }
    }
  }

  /** A step begins. */
  synchronized void begin(Step step) {
    steps.put(step.place(), new Tasks());
  }

  /** What the step says of itself: a few words, or none. */
  synchronized String words(Step step) {
    return steps.get(step.place()).words;
  }

  synchronized void said(int place, String property) {
    Tasks step = steps.get(place);
    if (step != null) {
      step.words = property == null ? "" : property;
    }
  }

  /** A step has ended, well or not. */
  synchronized void end(Step step) {
    before.merge(step.name(), steps.remove(step.place()).sum(1), Math::max);
  }

  /** Share of the step's tasks that are done, as far as they are known; below 1 until it ends. */
  synchronized double share(Step step) {
    Tasks tasks = steps.get(step.place());
    int known = Math.max(tasks.sum(0), before.getOrDefault(step.name(), 1));
    return Math.min(0.99, (double) tasks.sum(1) / known);
  }

  synchronized void planned(int place, int stage, int tasks) {
    Tasks step = steps.get(place);
    if (step != null) {
      step.stages.putIfAbsent(stage, new int[] {tasks, 0});
    }
  }

  synchronized void done(int stage) {
    for (Tasks step : steps.values()) {
      step.stages.computeIfPresent(
          stage, (id, tasks) -> new int[] {tasks[0], Math.min(tasks[0], tasks[1] + 1)});
    }
  }
}
