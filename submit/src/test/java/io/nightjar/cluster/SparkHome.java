package io.nightjar.cluster;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A Spark home made of the jars that Maven resolved, as {@code bin/nightjar} makes one. */
record SparkHome(Path path) {
  /** Lays out a home in an empty folder. */
  static SparkHome in(Path folder) {
    try {
      Path jars = Files.createDirectories(folder.resolve("jars"));
      for (String jar :
          Files.readString(Path.of("target/spark/classpath")).split(File.pathSeparator, -1)) {
        Path file = Path.of(jar);
        Files.createSymbolicLink(jars.resolve(file.getFileName()), file);
      }
      Path bin = Files.createDirectories(folder.resolve("bin"));
      Files.copy(Path.of("src/main/spark/spark-submit"), bin.resolve("spark-submit"));
      Files.createFile(folder.resolve("RELEASE"));
      return new SparkHome(folder.toAbsolutePath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sets the environment of a process that uses this home and listens on loopback only. */
  void configure(Map<String, String> environment) {
    environment.keySet().removeIf(name -> name.startsWith("SPARK_"));
    environment.put("SPARK_HOME", path.toString());
    environment.put("SPARK_SCALA_VERSION", "2.13");
    environment.put("SPARK_LOCAL_IP", "127.0.0.1");
    environment.put("SPARK_PUBLIC_DNS", "127.0.0.1");
    environment.put("JAVA_HOME", System.getProperty("java.home"));
  }

  Path submitScript() {
    return path.resolve("bin/spark-submit");
  }

  /** Removes the links, for whoever deletes the folder around it does not like to meet them. */
  void remove() {
    try (DirectoryStream<Path> links = Files.newDirectoryStream(path.resolve("jars"))) {
      for (Path link : links) {
        Files.delete(link);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of Spark's own processes. */
  String jars() {
    return path.resolve("jars") + "/*";
  }
}
