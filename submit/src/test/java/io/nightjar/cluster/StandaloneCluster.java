package io.nightjar.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A real Spark cluster of this test's own: a master and workers of one core and 1 GB each, every
 * one a JVM, on free ports of the loopback interface. They end with this JVM, even if it is killed.
 *
 * <p>It lives from Maven's {@code process-classes} phase on, which lists Spark's jars. Its logs
 * stay in its folder.
 */
public final class StandaloneCluster implements AutoCloseable {
  private static final Pattern MASTER_URL =
      Pattern.compile("Starting Spark master at (spark://\\S+)");
  private static final Pattern UI_URL = Pattern.compile("MasterWebUI .* started at (http://\\S+)");

  private final Path folder;
  private final SparkHome home;
  private final List<Daemon> daemons = new ArrayList<>();
  private final Thread hook = new Thread(this::stop, "cluster stop");
  private final int workers;
  private final String masterUrl;
  private int submissions;

  /** What an application left: its exit code, and all that it printed. */
  public record Result(int exitCode, String output) {}

  /**
   * Starts a cluster and waits until its workers are registered.
   *
   * @param folder an empty folder for logs, work and the Spark home
   */
  public StandaloneCluster(Path folder, int workers) {
    this.folder = folder.toAbsolutePath();
    this.workers = workers;
    this.home = SparkHome.in(this.folder.resolve("spark"));
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Daemon master =
          start(
              "master",
              "org.apache.spark.deploy.master.Master",
              "--host",
              "127.0.0.1",
              "--port",
              "0",
              "--webui-port",
              "0");
      masterUrl = master.await(MASTER_URL);
      for (int i = 1; i <= workers; i++) {
        start(
            "worker-" + i,
            "org.apache.spark.deploy.worker.Worker",
            "--host",
            "127.0.0.1",
            "--cores",
            "1",
            "--memory",
            "1g",
            "--webui-port",
            "0",
            "--work-dir",
            this.folder.resolve("work-" + i).toString(),
            masterUrl);
      }
      URI state = URI.create(master.await(UI_URL) + "/json/");
      master.await(workers + " workers", () -> aliveWorkers(state) == workers);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Address of the master, such as {@code spark://127.0.0.1:34567}. */
  public String masterUrl() {
    return masterUrl;
  }

  /**
   * Runs {@code spark-submit} in client mode to its end. The application starts once every worker
   * has given it an executor.
   *
   * @param arguments what follows {@code --master}: options, the jar and its arguments
   * @throws IllegalStateException if it has not ended after the patience given
   */
  public Result submit(List<String> arguments, Duration patience) {
    List<String> words = new ArrayList<>();
    words.add(home.submitScript().toString());
    words.addAll(List.of("--master", masterUrl));
    words.addAll(List.of("--conf", "spark.ui.enabled=false"));
    // Spark waits for its share of cores only if it knows how many there will be.
    words.addAll(List.of("--conf", "spark.cores.max=" + workers));
    words.addAll(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1"));
    words.addAll(List.of("--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=300s"));
    words.addAll(arguments);
    Path log = folder.resolve("submit-" + ++submissions + ".log");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    home.configure(builder.environment());
    try {
      Daemon driver = new Daemon("driver", builder.start(), log);
      daemons.add(driver);
      try {
        if (!driver.process().waitFor(patience.toSeconds(), TimeUnit.SECONDS)) {
          throw new IllegalStateException("not ended after " + patience + "\n" + driver.logged());
        }
        return new Result(driver.process().exitValue(), driver.logged());
      } finally {
        driver.stop();
        daemons.remove(driver);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A jar of this module's test classes, for applications that are part of a test. */
  public Path testJar() {
    Path jar = folder.resolve("tests.jar");
    return Files.exists(jar) ? jar : Jars.pack(jar, List.of(Path.of("target/test-classes")));
  }

  /** The master's and the workers' processes. */
  List<ProcessHandle> processes() {
    return daemons.stream().map(daemon -> daemon.process().toHandle()).toList();
  }

  /** Ends every process of the cluster. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(hook);
    stop();
    home.remove();
  }

  private void stop() {
    // Workers before their master, so that they end their executors first.
    for (int i = daemons.size() - 1; i >= 0; i--) {
      daemons.get(i).stop();
    }
  }

  private Daemon start(String name, String... command) {
    Daemon daemon = Daemon.start(name, home, folder, command);
    daemons.add(daemon);
    return daemon;
  }

  private static int aliveWorkers(URI state) {
    try (InputStream page = state.toURL().openStream()) {
      return new ObjectMapper().readTree(page).path("aliveworkers").asInt();
    } catch (IOException e) {
      return 0; // The page is not up yet.
    }
  }
}
