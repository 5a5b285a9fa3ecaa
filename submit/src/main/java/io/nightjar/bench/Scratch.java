package io.nightjar.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A folder of results that nobody keeps, on any file system that the cluster shares. */
final class Scratch {
  private final Path root;
  private final Configuration hadoop;

  Scratch(SparkSession spark, String root) {
    this.hadoop = spark.sessionState().newHadoopConf();
    this.root = qualified(new Path(root));
  }

  private Path qualified(Path path) {
    try {
      return path.getFileSystem(hadoop).makeQualified(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot use " + path, e);
    }
  }

  /** Path of a folder by this name, which is not there, or no longer. */
  String fresh(String name) {
    Path path = path(name);
    delete(path);
    return path.toString();
  }

  /** Path of a folder by this name. */
  Path path(String name) {
    return new Path(root, name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9/]+", "-"));
  }

  /** Deletes everything. */
  void delete() {
    delete(root);
  }

  private void delete(Path path) {
    try {
      path.getFileSystem(hadoop).delete(path, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete " + path, e);
    }
  }
}
