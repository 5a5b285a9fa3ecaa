package io.nightjar.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.spark.SparkConf;

/**
 * Hadoop's local file system, but for permissions: without its native library Hadoop starts a
 * {@code chmod} for each file and folder it makes, 160 in a small night; this asks the operating
 * system itself.
 */
public final class LocalFiles extends LocalFileSystem {
  private static final URI ROOT = URI.create("file:///");
  private static final String KEY = "fs.file.impl";
  private static final String MODE = "unix:mode";

  /** Hadoop makes it by its name. */
  public LocalFiles() {
    super(new Raw());
  }

  /**
   * Has Spark use it, if all of Spark is this process: an executor's own may need files before it
   * has the application's classes. A {@code spark.hadoop.fs.file.impl} that is set stays.
   *
   * @param conf of a session that is not open yet
   */
  public static void install(SparkConf conf) {
    String key = "spark.hadoop." + KEY;
    if (!conf.get("spark.master", "").matches("local(\\[.*)?") || conf.contains(key)) {
      return;
    }
    conf.set(key, LocalFiles.class.getName());
    Configuration hadoop = new Configuration();
    hadoop.set(KEY, LocalFiles.class.getName());
    try {
      // Hadoop keeps the first one that anybody asks for, which spark-submit has done by now.
      FileSystem.get(ROOT, hadoop).close();
      FileSystem.get(ROOT, hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot open the local file system", e);
    }
  }

  private static final class Raw extends RawLocalFileSystem {
    private static final boolean UNIX =
        FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    @Override
    public void setPermission(Path path, FsPermission permission) throws IOException {
      if (UNIX) {
        Files.setAttribute(pathToFile(path).toPath(), MODE, (int) permission.toShort());
      } else {
        super.setPermission(path, permission);
      }
    }
  }
}
