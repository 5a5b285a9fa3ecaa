package io.nightjar.bench;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.blas.JavaBLAS;
import dev.ludovic.netlib.blas.NativeBLAS;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The speed of a dense product of float matrices on one core: what there is to reach.
 *
 * <p>It is taken in a process of its own, so that the library it loads serves nobody else: MLlib
 * would use it too.
 */
public final class Yardstick {
  private static final int ORDER = 1536;
  private static final int RUNS = 9;

  /** A rate, and whose it is. */
  public record Rate(String name, double gflops) {}

  /**
   * Measures in a process of its own.
   *
   * @param main a class whose main method prints {@link #here}
   * @param classPath of that process
   * @param library a BLAS for the process to load; null for Java's
   */
  static Rate measure(String main, String classPath, Path library)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--add-modules=jdk.incubator.vector");
    if (library != null) {
      command.add("-Ddev.ludovic.netlib.blas.nativeLibPath=" + library);
    }
    command.addAll(List.of("-cp", classPath, main));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("OPENBLAS_NUM_THREADS", "1");
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
      throw new IOException("The dense product ended with " + process.exitValue() + ": " + text);
    }
    String[] words = text.strip().split(" ", 2);
    return new Rate(words[1], Double.parseDouble(words[0]));
  }

  /** Measures in this process. */
  public static Rate here() {
    boolean given = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath") != null;
    BLAS blas = given ? NativeBLAS.getInstance() : JavaBLAS.getInstance();
    Random random = new Random(1);
    float[] a = random(random);
    float[] b = random(random);
    float[] c = new float[ORDER * ORDER];
    List<Double> rates = new ArrayList<>();
    for (int run = 0; run < 2 * RUNS; run++) {
      long start = System.nanoTime();
      blas.sgemm("N", "N", ORDER, ORDER, ORDER, 1f, a, ORDER, b, ORDER, 0f, c, ORDER);
      double seconds = (System.nanoTime() - start) / 1e9;
      if (run >= RUNS) {
        rates.add(2.0 * ORDER * ORDER * ORDER / seconds / 1e9);
      }
    }
    return new Rate(given ? "OpenBLAS" : "Java's BLAS", Spread.of(rates).median());
  }

  private static float[] random(Random random) {
    float[] values = new float[ORDER * ORDER];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private Yardstick() {}
}
