package io.nightjar.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.Path;

/** Writes small files of text, UTF-8. Who reads one while it is written may see a part of it. */
public final class TextFile {
  /**
   * Writes a file.
   *
   * @param overwrite whether it may be there already
   * @throws IOException if it cannot be written, or not to its end
   */
  public static void write(Path path, String content, boolean overwrite, Configuration hadoop)
      throws IOException {
    try (OutputStream out = path.getFileSystem(hadoop).create(path, overwrite)) {
      out.write(content.getBytes(StandardCharsets.UTF_8));
    } catch (FSError e) { // How a local disk says that it is full: an Error, which few expect.
      throw new IOException("Cannot write " + path + ": " + e.getCause().getMessage(), e);
    }
  }

  private TextFile() {}
}
