package io.nightjar.generate;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** A file under a stable name on any of Hadoop's file systems. */
final class OutputFile {
  private static final int BUFFER = 1 << 16;

  /** What a file holds. */
  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes a file, compressed if its name ends in ".gz". It gets its name when it is whole; a
   * second attempt at the same file, with the same bytes, may win or lose.
   */
  static void write(Configuration conf, Path path, Body body) throws IOException {
    FileSystem files = fileSystem(conf, path);
    Path partial = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      try (OutputStream raw = files.create(partial, false);
          OutputStream out =
              path.getName().endsWith(".gz")
                  ? new GZIPOutputStream(raw, BUFFER)
                  : new BufferedOutputStream(raw, BUFFER)) {
        body.writeTo(out);
      }
      if (!files.rename(partial, path) && !files.exists(path)) {
        throw new IOException("Cannot rename " + partial + " to " + path);
      }
    } finally {
      files.delete(partial, false);
    }
  }

  /** The local file system without the checksum files that Hadoop puts beside each file. */
  static FileSystem fileSystem(Configuration conf, Path path) throws IOException {
    FileSystem files = path.getFileSystem(conf);
    return files instanceof LocalFileSystem local ? local.getRaw() : files;
  }

  private OutputFile() {}
}
