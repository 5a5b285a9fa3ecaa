package io.nightjar.forecast;

import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.network.util.JavaUtils;

/**
 * What a night runs on.
 *
 * @param cores of all executors
 * @param tasksAtOnce tasks that share an executor's heap
 * @param executorHeap bytes of an executor's heap
 * @param driverHeap bytes of the driver's
 */
public record Machine(int cores, int tasksAtOnce, long executorHeap, long driverHeap) {
  /** What a Spark application was given. */
  public static Machine of(SparkContext spark) {
    int cores = spark.defaultParallelism();
    long driver = Runtime.getRuntime().maxMemory();
    if (spark.isLocal()) {
      return new Machine(cores, cores, driver, driver);
    }
    SparkConf conf = spark.conf();
    return new Machine(
        cores,
        conf.getInt("spark.executor.cores", 1),
        JavaUtils.byteStringAsBytes(conf.get("spark.executor.memory", "1g")),
        driver);
  }
}
