package io.nightjar.faults;

import io.nightjar.night.ShopLog;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The libraries' classes as children map them into memory, instead of reading and verifying them
 * each (application class data sharing, JEP 310): four tenths of what a child does until it has
 * released a first small night. Making it costs as much as some fifteen children save, so only a
 * run of many faults does.
 */
final class ClassArchive {
  private static List<String> options;

  /** What a child is given to use it; a child that cannot does without. */
  static synchronized List<String> options() {
    if (options == null) {
      options = List.of(); // The child that lists the classes has none.
      if (Faults.many()) {
        options = List.of("-XX:SharedArchiveFile=" + make());
      }
    }
    return options;
  }

  /** The class path, libraries first: an archive is of jars alone, and of the first of them. */
  static String classPath() {
    return entries().collect(Collectors.joining(File.pathSeparator));
  }

  private static Stream<String> entries() {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<String> all =
        Stream.of(classPath.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .toList();
    return Stream.concat(
        all.stream().filter(ClassArchive::isJar), all.stream().filter(entry -> !isJar(entry)));
  }

  private static boolean isJar(String entry) {
    return entry.endsWith(".jar");
  }

  private static Path make() {
    try {
      Path folder = Files.createTempDirectory(Path.of("target"), "child-classes");
      Path list = folder.resolve("list");
      Path archive = folder.resolve("archive.jsa");
      archive.toFile().deleteOnExit();
      ShopLog log = ShopLog.small(folder.resolve("log"));
      try (ChildJvm child =
          new ChildJvm(
              folder,
              List.of("-XX:DumpLoadedClassList=" + list),
              NightChild.class,
              log.folder().toString())) {
        child.tell("false %s %s".formatted(ShopLog.LAST_DAY, folder.resolve("warehouse")));
        child.closeInput();
        child.end();
      }
      List<String> words = new ArrayList<>(ChildJvm.java());
      words.add("-Xshare:dump");
      words.add("-XX:SharedClassListFile=" + list);
      words.add("-XX:SharedArchiveFile=" + archive);
      words.add("-cp");
      words.add(
          entries().filter(ClassArchive::isJar).collect(Collectors.joining(File.pathSeparator)));
      new ProcessBuilder(words)
          .redirectErrorStream(true)
          .redirectOutput(folder.resolve("archive.log").toFile())
          .start()
          .waitFor();
      return archive;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private ClassArchive() {}
}
