package io.nightjar.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.launcher.JavaModuleOptions;

/** Another JVM with the classes of this one, which ends when this one does. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;
  private final StringBuilder told = new StringBuilder();

  /** Starts a main class; what it prints to its standard error goes to a file of the folder. */
  ChildJvm(Path folder, Class<?> main, String... arguments) throws IOException {
    this(folder, List.of(), main, arguments);
  }

  /** The same in a JVM with options of its own, which come last. */
  ChildJvm(Path folder, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> words = new ArrayList<>(java());
    words.add("-Djava.io.tmpdir=" + folder);
    words.addAll(ClassArchive.options());
    words.addAll(options);
    words.addAll(List.of("-cp", ClassArchive.classPath()));
    words.add(main.getName());
    Collections.addAll(words, arguments);
    process =
        new ProcessBuilder(words)
            .redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("child.log").toFile()))
            .start();
    out = process.inputReader(StandardCharsets.UTF_8);
  }

  /** The first words of its command: a small JVM that compiles but once. */
  static List<String> java() {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split("\\s+", -1)));
    words.addAll(List.of("-Xmx768m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    // The first compiler alone gets a cache of 48 MB, which many nights fill; and the JVM itself
    // would print its warnings among the lines that are awaited.
    words.addAll(List.of("-XX:ReservedCodeCacheSize=256m", "-Xlog:all=off:stdout"));
    words.add("-Xlog:all=warning:stderr");
    return words;
  }

  /** The next line that it prints, or null at its end. */
  String line() {
    try {
      String line = out.readLine();
      if (line != null) {
        told.append(line).append('\n');
      }
      return line;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads its lines up to this one. */
  void await(String expected) {
    for (String line = line(); !expected.equals(line); line = line()) {
      if (line == null) {
        throw new IllegalStateException("ended before '" + expected + "', after:\n" + told);
      }
    }
  }

  /** Sends it a line. */
  void tell(String line) {
    try {
      process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it that no line follows. */
  void closeInput() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Ends it by SIGKILL; what it printed before can still be read. */
  void kill() {
    // Not by the process itself, which would close what it printed.
    process.toHandle().destroyForcibly();
    end();
  }

  /** Waits for its end, and gives its exit code. */
  int end() {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    kill();
  }
}
