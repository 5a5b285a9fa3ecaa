package io.nightjar.night;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileUtil;

/**
 * The night of {@link ShopLog#LAST_DAY} over a {@link ShopLog#small} log, run in this process
 * without a fault: what nights that have one are held against. It runs when it is first asked for,
 * once a JVM, and is only read then.
 *
 * @param log its log
 * @param warehouse where it was released
 * @param result what it says of itself
 */
public record UndisturbedNight(ShopLog log, Path warehouse, NightResult result) {
  private static UndisturbedNight night;

  /** The night. */
  public static synchronized UndisturbedNight get() {
    if (night == null) {
      night = run();
    }
    return night;
  }

  private static UndisturbedNight run() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "undisturbed");
      ShopLog log = ShopLog.small(folder.resolve("log"));
      Path warehouse = folder.resolve("warehouse");
      NightResult result = log.run(warehouse.toString(), ShopLog.LAST_DAY, Progress.SILENT);
      return new UndisturbedNight(log, warehouse, result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies its warehouse, for what writes to one. */
  public Path copy(Path into) throws IOException {
    try (Stream<Path> files = Files.walk(warehouse)) {
      for (Path file : files.toList()) {
        Files.copy(file, into.resolve(warehouse.relativize(file).toString()));
      }
    }
    return into;
  }

  /**
   * Copies what a run leaves that is killed after it made a share of the tables: the data of the
   * others is there, but no log names it, and nothing is released.
   */
  public void copyOfItsFirstTables(double share, Path into) throws IOException {
    copy(into);
    List<Path> logs = logsByTime();
    logs.subList((int) (share * logs.size()), logs.size())
        .forEach(log -> delete(into.resolve(warehouse.relativize(log).toString())));
    delete(into.resolve("_releases"));
  }

  /** The logs of its tables, in the order in which it made them. */
  private List<Path> logsByTime() throws IOException {
    try (Stream<Path> files = Files.walk(warehouse)) {
      return files
          .filter(file -> file.endsWith("_snapshots/1.json"))
          .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
          .map(Path::getParent)
          .toList();
    }
  }

  private static void delete(Path folder) {
    if (!FileUtil.fullyDelete(folder.toFile())) {
      throw new IllegalStateException("Cannot delete " + folder);
    }
  }
}
