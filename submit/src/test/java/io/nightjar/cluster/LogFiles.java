package io.nightjar.cluster;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Other shapes of a generated log. */
final class LogFiles {
  /** The same log: its events in another order in files of other names and sizes. */
  static Path shuffle(Path log, Path out) throws IOException {
    copy(log, out);
    List<String> lines = new ArrayList<>();
    String header = "";
    for (Path file : files(out.resolve("events"))) {
      List<String> all = Files.readAllLines(file);
      header = all.get(0);
      lines.addAll(all.subList(1, all.size()));
      Files.delete(file);
    }
    Collections.shuffle(lines, new Random(1));
    int[] cuts = {0, 1, lines.size() / 3, lines.size()};
    for (int i = 1; i < cuts.length; i++) {
      List<String> part = new ArrayList<>(List.of(header));
      part.addAll(lines.subList(cuts[i - 1], cuts[i]));
      Files.write(out.resolve("events/part-" + (cuts.length - i) + ".csv"), part);
    }
    return out;
  }

  /** The same log in another folder. */
  static Path copy(Path log, Path out) throws IOException {
    Files.createDirectories(out.resolve("events"));
    for (String name : List.of("items.csv", "users.csv")) {
      Files.copy(log.resolve(name), out.resolve(name));
    }
    for (Path file : files(log.resolve("events"))) {
      Files.copy(file, out.resolve("events").resolve(file.getFileName()));
    }
    return out;
  }

  private static List<Path> files(Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.csv")) {
      found.forEach(files::add);
    }
    return files;
  }

  private LogFiles() {}
}
