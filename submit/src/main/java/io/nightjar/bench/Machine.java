package io.nightjar.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * What a bench ran on.
 *
 * @param cpu model of the processor, as far as the system says
 * @param cores that the driver's JVM may use
 * @param master Spark's
 * @param heapBytes the most that the driver's heap may grow to
 * @param java version of the JVM
 * @param spark version of Spark
 */
public record Machine(
    String cpu, int cores, String master, long heapBytes, String java, String spark) {
  static Machine of(SparkSession session) {
    return new Machine(
        model(),
        Runtime.getRuntime().availableProcessors(),
        session.sparkContext().master(),
        Runtime.getRuntime().maxMemory(),
        Runtime.version().toString(),
        session.version());
  }

  private static String model() {
    Path info = Path.of("/proc/cpuinfo");
    String architecture = System.getProperty("os.arch");
    if (!Files.isReadable(info)) {
      return architecture;
    }
    try (var lines = Files.lines(info)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(architecture);
    } catch (IOException e) {
      return architecture;
    }
  }
}
