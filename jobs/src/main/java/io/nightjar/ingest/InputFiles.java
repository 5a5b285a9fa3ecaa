package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.config.IngestConfig;
import io.nightjar.run.JobContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** What tells whether a night's input files are the same as when they were read last. */
final class InputFiles {
  /** Path, length and modification time of every input file. */
  static String state(JobContext context) {
    IngestConfig config = context.config().ingest().located();
    Map<String, FilesConfig> sources = new TreeMap<>();
    config.events().forEach((name, s) -> sources.put("ingest.events." + name, s.files()));
    config.items().forEach((name, s) -> sources.put("ingest.items." + name, s.files()));
    config.users().forEach((name, s) -> sources.put("ingest.users." + name, s.files()));
    Configuration hadoop = context.session().sparkContext().hadoopConfiguration();
    StringBuilder state = new StringBuilder();
    sources.forEach(
        (key, files) -> {
          state.append(key).append('\n');
          SourceFiles.resolve(hadoop, key + ".files.path", files.path(), context.date())
              .files()
              .forEach(file -> state.append(state(file, hadoop)).append('\n'));
        });
    return state.toString();
  }

  private static String state(Path file, Configuration hadoop) {
    try {
      FileStatus status = file.getFileSystem(hadoop).getFileStatus(file);
      return file + " " + status.getLen() + " " + status.getModificationTime();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot look at " + file, e);
    }
  }

  private InputFiles() {}
}
