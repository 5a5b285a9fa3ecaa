package io.nightjar.ingest;

import io.nightjar.run.Causes;
import io.nightjar.run.UserError;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;

/**
 * A file of the input that ends too early, is no longer there, or is not what its name says.
 *
 * @param path as a URI
 * @param why it cannot be read
 */
public record UnreadableFile(String path, Throwable why) {
  private static final String CONDITION = "FAILED_READ_FILE";

  /** Does work that reads files, as {@link #read}. */
  static void named(Path warehouse, Runnable work) {
    read(
        warehouse,
        () -> {
          work.run();
          return work;
        });
  }

  /**
   * Reads files.
   *
   * @param warehouse with its file system; whose own files are not the input's: of them the store
   *     says what is wrong
   * @throws UserError that names the file, where Spark could not read one of the input to its end,
   *     or a task found it to be past a bound
   */
  public static <T> T read(Path warehouse, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (Exception e) {
      Optional<UserError> told =
          find(e)
              .filter(file -> !file.isInside(warehouse))
              .map(UnreadableFile::error)
              .or(() -> Causes.first(e, UserError.class));
      if (told.isPresent()) {
        throw told.get();
      }
      throw e;
    }
  }

  /** The file, if Spark failed for one. */
  static Optional<UnreadableFile> find(Throwable error) {
    return Causes.of(error).flatMap(e -> of(e).stream()).findFirst();
  }

  private static Optional<UnreadableFile> of(Throwable e) {
    return e instanceof SparkThrowable failed
            && failed.getCondition() != null
            && failed.getCondition().startsWith(CONDITION)
        ? Optional.of(
            new UnreadableFile(
                failed.getMessageParameters().get("path"), e.getCause() == null ? e : e.getCause()))
        : Optional.empty();
  }

  private boolean isInside(Path folder) {
    return new Path(path).toUri().getPath().startsWith(folder.toUri().getPath() + "/");
  }

  /** The error for it. */
  UserError error() {
    return new UserError(
        "Cannot read "
            + path
            + " to its end: "
            + SparkMessages.of(why)
            + "; no event of tonight's input was taken; deliver the file whole, or take it out,"
            + " and run again",
        why);
  }
}
