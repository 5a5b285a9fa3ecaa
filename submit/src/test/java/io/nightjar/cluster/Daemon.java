package io.nightjar.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.launcher.JavaModuleOptions;

/** One process of Spark's (a master, a worker or an application) with a log of what it prints. */
public record Daemon(String name, Process process, Path log) {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /**
   * Starts a main class on the jars of the home, in a process that ends when this JVM does.
   *
   * @param options of its JVM
   */
  static Daemon start(
      String name, SparkHome home, Path folder, List<String> options, String... command) {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+", -1)));
    words.add("-Xmx512m");
    words.add("-XX:TieredStopAtLevel=1");
    words.add("-Dspark.master.rest.enabled=false");
    words.addAll(options);
    words.add("-cp");
    words.add(home.jars() + ":" + Path.of("target/test-classes").toAbsolutePath());
    words.add(TiedToParent.class.getName());
    Collections.addAll(words, command);
    return run(name, home, folder, words);
  }

  /** Starts {@code spark-submit}; the process is the application's driver. */
  static Daemon submit(String name, SparkHome home, Path folder, List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.add(home.submitScript().toString());
    words.addAll(arguments);
    return run(name, home, folder, words);
  }

  private static Daemon run(String name, SparkHome home, Path folder, List<String> words) {
    Path log = folder.resolve(name + ".log");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    home.configure(builder.environment());
    try {
      return new Daemon(name, builder.start(), log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first group of the pattern, once the log has a match. */
  String await(Pattern pattern) {
    String[] found = new String[1];
    await(
        "'" + pattern + "' in its log",
        () -> {
          Matcher matcher = pattern.matcher(logged());
          found[0] = matcher.find() ? matcher.group(1) : null;
          return found[0] != null;
        });
    return found[0];
  }

  /** Waits for something to become true while the process lives. */
  public void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            name
                + (process.isAlive() ? " waits in vain" : " ended")
                + " for "
                + what
                + "\n"
                + logged());
      }
      sleep();
    }
  }

  /** What the process has printed. */
  public String logged() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Waits for the process to end by itself, and gives its exit code.
   *
   * @throws IllegalStateException if it has not ended after the patience given; it is then ended
   */
  public int end(Duration patience) {
    try {
      if (!process.waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
        throw new IllegalStateException(name + " not ended after " + patience + "\n" + logged());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      stop();
    }
  }

  /** Ends the process and those it started. */
  void stop() {
    List<ProcessHandle> family = process.descendants().toList();
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    family.forEach(ProcessHandle::destroyForcibly);
  }

  private static void sleep() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
