package io.nightjar.night;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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
}
