package io.nightjar.ingest;

import io.nightjar.config.IngestConfig;
import io.nightjar.run.UserError;
import java.io.Serializable;
import org.apache.hadoop.fs.Path;

/**
 * How much input may be of a kind that only an accident or an attack has more of.
 *
 * @param lineBytes longest line that is parsed
 * @param columns of a file
 * @param files of a source
 * @param expansion how many times the bytes of a file its lines may have, once decompressed
 */
record InputBounds(int lineBytes, int columns, int files, int expansion) implements Serializable {
  /** Bytes of lines that a file may have, however small it is itself. */
  private static final long HARMLESS = 16 << 20;

  static InputBounds of(IngestConfig config) {
    return new InputBounds(
        config.maxLineBytes(), config.maxColumns(), config.maxFiles(), config.maxExpansion());
  }

  /**
   * Checks the columns of a file.
   *
   * @throws UserError if there are too many
   */
  void checkColumns(Object file, int found) {
    if (found > columns) {
      throw new UserError(
          "Cannot read %s: it has %,d columns, the limit is %,d (ingest.max-columns); mend the file,"
                  .formatted(file, found, columns)
              + " or raise the limit");
    }
  }

  /**
   * Checks the files of a source as they are found.
   *
   * @throws UserError if there are too many
   */
  void checkFiles(String key, String path, int found) {
    if (found > files) {
      throw new UserError(
          "Cannot read %s: %s are more than %,d files (ingest.max-files); name fewer, such as those"
                  .formatted(key, path, files)
              + " of {date}, join them, or raise the limit");
    }
  }

  /**
   * Checks the bytes of lines while a file is read.
   *
   * @param length of the file
   * @throws UserError if there are too many
   */
  void checkExpansion(Path file, long length, long found) {
    if (found > HARMLESS && found / expansion > length) {
      throw new UserError(
          "Cannot read %s: its %,d bytes expand to more than %,d times as many"
                  .formatted(file, length, expansion)
              + " (ingest.max-expansion); no event of tonight's input was taken; take the file out,"
              + " or raise the limit");
    }
  }
}
