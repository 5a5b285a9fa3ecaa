package io.nightjar.store;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * Creates a file whole and only once: of any number of writers one wins, and no reader ever sees a
 * part of it.
 *
 * <p>The content goes to a temporary file first. On a local disk a hard link then gives it its
 * name, which fails if the name is taken; Hadoop's own local file system is not atomic. On HDFS a
 * rename without overwrite does the same.
 */
public final class ExclusiveFile {
  /**
   * Creates the file.
   *
   * @return whether this call created it; false if the name was taken
   */
  public static boolean create(Path path, String content, Configuration hadoop) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return isLocal(path)
        ? createLocal(java.nio.file.Path.of(path.toUri().getPath()), bytes)
        : createOnHdfs(path, bytes, hadoop);
  }

  /**
   * Checks that files can be created exclusively.
   *
   * @throws UserError if the file system of the path is not one of those where they can
   */
  static void require(Path path) {
    isLocal(path);
  }

  private static boolean isLocal(Path path) {
    String scheme = path.toUri().getScheme();
    return switch (scheme == null ? "file" : scheme) {
      case "file" -> true;
      case "hdfs", "viewfs" -> false;
      default ->
          throw new UserError(
              "Cannot keep a warehouse on '"
                  + path
                  + "': the file system "
                  + scheme
                  + ": has no exclusive create that Nightjar knows; use a file: or hdfs: path");
    };
  }

  private static boolean createLocal(java.nio.file.Path path, byte[] bytes) throws IOException {
    Files.createDirectories(path.getParent());
    java.nio.file.Path temporary = path.resolveSibling("." + path.getFileName() + "." + suffix());
    try {
      try (var channel =
          Files.newByteChannel(
              temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        java.nio.ByteBuffer left = java.nio.ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) { // A disk that gets full takes a part, and says so next time.
          channel.write(left);
        }
        if (channel instanceof java.nio.channels.FileChannel file) {
          file.force(true);
        }
      }
      Files.createLink(path, temporary);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static boolean createOnHdfs(Path path, byte[] bytes, Configuration hadoop)
      throws IOException {
    FileContext files = FileContext.getFileContext(path.toUri(), hadoop);
    files.mkdir(path.getParent(), null, true);
    Path temporary = new Path(path.getParent(), "." + path.getName() + "." + suffix());
    try {
      try (OutputStream out = files.create(temporary, java.util.EnumSet.of(CreateFlag.CREATE))) {
        out.write(bytes);
      }
      files.rename(temporary, path, Options.Rename.NONE);
      return true;
    } catch (org.apache.hadoop.fs.FileAlreadyExistsException e) {
      files.delete(temporary, false);
      return false;
    }
  }

  /** Gives a file that is there another content, whole and at once. */
  static void replace(Path path, String content, Configuration hadoop) throws IOException {
    Path temporary = new Path(path.getParent(), "." + path.getName() + "." + suffix());
    create(temporary, content, hadoop);
    if (isLocal(path)) {
      Files.move(
          java.nio.file.Path.of(temporary.toUri().getPath()),
          java.nio.file.Path.of(path.toUri().getPath()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      FileContext.getFileContext(path.toUri(), hadoop)
          .rename(temporary, path, Options.Rename.OVERWRITE);
    }
  }

  private static String suffix() {
    return UUID.randomUUID().toString();
  }

  private ExclusiveFile() {}
}
