package io.nightjar.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.cli.Main;
import io.nightjar.night.ShopLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A night with a secret: it is in no file of the warehouse, log, event log, report or list of
 * processes, and in no error.
 */
@EnabledIfSystemProperty(named = Faults.MANY, matches = "true")
@EnabledOnOs(value = OS.LINUX, disabledReason = "needs /proc to see the processes' arguments")
final class SecretsIT {
  private static final String SECRET = "canary-7c1f0be2d94a4f35";

  @TempDir private static Path folder;
  private static ShopLog log;
  private static Path key;

  @BeforeAll
  static void write() throws IOException {
    log = ShopLog.small(folder.resolve("log"));
    key = Files.writeString(folder.resolve("key"), SECRET);
    Files.createDirectory(folder.resolve("spark-events"));
    Files.writeString(
        folder.resolve("log4j2.properties"),
        """
        appender.console.type = Console
        appender.console.name = console
        appender.console.target = SYSTEM_ERR
        rootLogger.level = info
        rootLogger.appenderRef.console.ref = console
        logger.nightjar.name = io.nightjar
        logger.nightjar.level = debug
        """);
  }

  @Test
  void aNightTellsNobodyItsSecret() throws IOException {
    List<String> processes = new ArrayList<>();
    List<String> lines = run("file:" + key, 0, processes);

    assertEquals(List.of(), lines.stream().filter(line -> line.contains(SECRET)).toList());
    assertEquals(List.of(), processes.stream().filter(line -> line.contains(SECRET)).toList());
    assertEquals(List.of(key), filesWith(SECRET));
    assertEquals(List.of(), filesWith(HexFormat.of().formatHex(bytes(SECRET))));
    // What is no secret is found by the same search, in each kind of place.
    assertTrue(processes.stream().anyMatch(line -> line.contains(key.toString())));
    assertTrue(filesWith(key.toString()).toString().contains("spark-events/"));
    String places = filesWith(ShopLog.LAST_DAY.toString()).toString();
    for (String place : List.of("child.log", "_manifest.json", "_releases/", "report.html")) {
      assertTrue(places.contains(place), place + " in " + places);
    }
  }

  @Test
  void aSecretThatWasGivenInsteadOfItsReferenceIsNotRepeated() throws IOException {
    List<String> lines = run(SECRET, 2, new ArrayList<>());
    String printed = lines + Files.readString(folder.resolve("child.log"));
    assertTrue(printed.contains("a reference to a secret is expected"), printed);
    assertFalse(printed.contains(SECRET), printed);
  }

  private static List<String> run(String reference, int code, List<String> processes)
      throws IOException {
    Files.deleteIfExists(folder.resolve("child.log"));
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", "--date", ShopLog.LAST_DAY.toString()));
    arguments.addAll(List.of("--warehouse", folder.resolve("warehouse").toString()));
    for (String setting : log.nightSettings()) {
      arguments.addAll(List.of("--set", setting));
    }
    arguments.addAll(List.of("--set", "ingest.pseudonyms.key=" + reference));
    List<String> options =
        List.of(
            "-Dspark.master=local[2]",
            "-Dspark.sql.shuffle.partitions=4",
            "-Dspark.eventLog.enabled=true",
            "-Dspark.eventLog.compress=false",
            "-Dspark.eventLog.dir=" + folder.resolve("spark-events").toUri(),
            "-Dlog4j2.configurationFile=" + folder.resolve("log4j2.properties").toUri());
    List<String> lines = new ArrayList<>();
    try (ChildJvm child =
        new ChildJvm(folder, options, Main.class, arguments.toArray(String[]::new))) {
      for (ProcessHandle process : ProcessHandle.current().descendants().toList()) {
        processes.add(Files.readString(Path.of("/proc", "" + process.pid(), "cmdline")));
      }
      for (String line = child.line(); line != null; line = child.line()) {
        lines.add(line);
      }
      assertEquals(code, child.end(), () -> String.join("\n", lines));
    }
    return lines;
  }

  /** Files that hold a text as it stands. */
  private static List<Path> filesWith(String text) throws IOException {
    byte[] wanted = bytes(text);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, wanted)).toList();
    }
  }

  private static boolean holds(Path file, byte[] wanted) {
    try {
      byte[] all = Files.readAllBytes(file);
      for (int at = 0; at + wanted.length <= all.length; at++) {
        if (all[at] == wanted[0]
            && Arrays.mismatch(all, at, at + wanted.length, wanted, 0, wanted.length) < 0) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
