package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.config.IngestConfig;
import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** A night's input files, looked at without reading their rows. */
public final class InputFiles {
  /**
   * Files of a source.
   *
   * @param bytes of all of them, as they lie there
   */
  public record Found(int files, long bytes) {}

  /**
   * The sources of a night, by their key in the configuration, such as {@code ingest.events.shop}.
   */
  public static Map<String, FilesConfig> sources(IngestConfig config) {
    IngestConfig located = config.located();
    Map<String, FilesConfig> sources = new TreeMap<>();
    located.events().forEach((name, s) -> sources.put("ingest.events." + name, s.files()));
    located.items().forEach((name, s) -> sources.put("ingest.items." + name, s.files()));
    located.users().forEach((name, s) -> sources.put("ingest.users." + name, s.files()));
    return sources;
  }

  /**
   * Looks whether a source can be read: its files are there and may be opened, and each of those
   * with a header has one.
   *
   * @param key of {@link #sources}
   * @throws UserError if not
   */
  public static Found look(
      String key, FilesConfig files, IngestConfig config, LocalDate date, Configuration hadoop) {
    InputBounds bounds = InputBounds.of(config);
    List<FileStatus> found =
        SourceFiles.resolve(hadoop, key + ".files.path", files.path(), date, bounds).statuses();
    if (files.format() == FilesConfig.Format.CSV && files.header()) {
      CsvSource.headers(key + ".files", files, found, bounds, hadoop);
    }
    long bytes = 0;
    for (FileStatus file : found) {
      Path path = file.getPath();
      try {
        path.getFileSystem(hadoop).open(path).close();
        bytes += file.getLen();
      } catch (IOException e) {
        throw new UserError("Cannot read %s: %s".formatted(path, e.getMessage()), e);
      }
    }
    return new Found(found.size(), bytes);
  }

  /**
   * Path, length and modification time of every input file: as long as it is the same, so are they.
   */
  static String state(JobContext context) {
    IngestConfig config = context.config().ingest();
    Configuration hadoop = context.session().sparkContext().hadoopConfiguration();
    InputBounds bounds = InputBounds.of(config);
    StringBuilder state = new StringBuilder();
    sources(config)
        .forEach(
            (key, files) -> {
              state.append(key).append('\n');
              SourceFiles.resolve(hadoop, key + ".files.path", files.path(), context.date(), bounds)
                  .statuses()
                  .forEach(file -> state.append(state(file)).append('\n'));
            });
    return state.toString();
  }

  private static String state(FileStatus file) {
    return file.getPath() + " " + file.getLen() + " " + file.getModificationTime();
  }

  private InputFiles() {}
}
