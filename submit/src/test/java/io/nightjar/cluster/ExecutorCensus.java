package io.nightjar.cluster;

import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** An application that prints the process of each of its tasks and ends with a chosen exit code. */
public final class ExecutorCensus {
  private ExecutorCensus() {}

  /** Runs two tasks; the first argument is the exit code. */
  public static void main(String[] args) throws Exception {
    try (SparkSession session = SparkSession.builder().appName("census").getOrCreate()) {
      JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
      List<Long> processes =
          context.parallelize(List.of(1, 2), 2).map(x -> ProcessHandle.current().pid()).collect();
      System.out.println("driver=" + ProcessHandle.current().pid());
      processes.forEach(pid -> System.out.println("executor=" + pid));
    }
    System.exit(Integer.parseInt(args[0]));
  }
}
