package io.nightjar.cluster;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

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
  private final List<String> options = new ArrayList<>();
  private final List<Daemon> daemons = new ArrayList<>();
  private final Thread hook = new Thread(this::stop, "cluster stop");
  private final int workers;
  private final String masterUrl;
  private int submissions;
  private int startedWorkers;

  /**
   * Starts a cluster and waits until its workers are registered.
   *
   * @param folder an empty folder for logs, work and the Spark home
   */
  public StandaloneCluster(Path folder, int workers) {
    this(folder, workers, Map.of());
  }

  /** The same with settings of Spark for master and workers. */
  StandaloneCluster(Path folder, int workers, Map<String, String> settings) {
    settings.forEach((key, value) -> options.add("-D" + key + "=" + value));
    this.folder = folder.toAbsolutePath();
    options.add("-Dspark.local.dir=" + scratch());
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
      for (int i = 0; i < workers; i++) {
        startWorker();
      }
      URI state = URI.create(master.await(UI_URL) + "/json/");
      master.await(workers + " workers", () -> aliveWorkers(state) == workers);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** Starts one more worker, which registers by and by; the executors are its children. */
  public Daemon startWorker() {
    String name = "worker-" + ++startedWorkers;
    return start(
        name,
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
        folder.resolve(name.replace("worker", "work")).toString(),
        masterUrl);
  }

  /** Below which executors keep what they shuffle. */
  public Path scratch() {
    return folder.resolve("scratch");
  }

  /** The workers that live, the oldest first. */
  public List<Daemon> liveWorkers() {
    return daemons.stream()
        .filter(daemon -> daemon.name().startsWith("worker-") && daemon.process().isAlive())
        .toList();
  }

  /**
   * Starts {@code spark-submit} in client mode. The application starts once every worker has given
   * it an executor.
   *
   * @param arguments what follows {@code --master}: options, the jar and its arguments
   */
  public Daemon submit(List<String> arguments) {
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--master", masterUrl));
    // Spark waits for its share of cores only if it knows how many there will be.
    words.addAll(List.of("--conf", "spark.cores.max=" + workers));
    words.addAll(List.of("--conf", "spark.scheduler.minRegisteredResourcesRatio=1"));
    words.addAll(List.of("--conf", "spark.scheduler.maxRegisteredResourcesWaitingTime=300s"));
    words.addAll(arguments);
    Daemon driver = Daemon.submit("submit-" + ++submissions, home, folder, words);
    daemons.add(driver);
    return driver;
  }

  /** Where the master listens. */
  URI master() {
    return URI.create(masterUrl);
  }

  /** The master's, the workers' and the drivers' processes, and those they started. */
  List<ProcessHandle> processes() {
    return daemons.stream()
        .map(daemon -> daemon.process().toHandle())
        .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
        .toList();
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
    Daemon daemon = Daemon.start(name, home, folder, options, command);
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
