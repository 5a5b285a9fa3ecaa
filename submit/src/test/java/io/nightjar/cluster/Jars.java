package io.nightjar.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/** Packs class folders, so that a cluster can be given what is not yet in a jar. */
final class Jars {
  private Jars() {}

  /** Writes a jar of every file below the folders; of two with the same name, the first counts. */
  static Path pack(Path jar, List<Path> folders) {
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      Set<String> names = new HashSet<>();
      for (Path folder : folders) {
        for (Path file : filesBelow(folder)) {
          String name = folder.relativize(file).toString().replace('\\', '/');
          if (names.add(name)) {
            out.putNextEntry(new JarEntry(name));
            Files.copy(file, out);
          }
        }
      }
      return jar.toAbsolutePath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> filesBelow(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
