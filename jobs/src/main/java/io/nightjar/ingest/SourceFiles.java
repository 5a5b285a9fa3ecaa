package io.nightjar.ingest;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/**
 * The files that a configured path stands for: a file, all files below a folder, or what a glob
 * matches. Names that begin with {@code _} or {@code .} are hidden, as everywhere in Hadoop; files
 * without content are left out.
 *
 * @param base the deepest folder above all of them that the path names without a glob
 * @param statuses the files with content, by name
 */
record SourceFiles(Path base, List<FileStatus> statuses) {
  private static final Pattern GLOB = Pattern.compile("[{}\\[\\]*?\\\\]");

  /**
   * Lists files.
   *
   * @param key key of the path in the configuration, for messages
   * @throws UserError if nothing matches, more than the bounds allow, or the file system cannot be
   *     read
   */
  static SourceFiles resolve(
      Configuration hadoop, String key, String path, LocalDate date, InputBounds bounds) {
    String dated = path.replace("{date}", date.toString());
    try {
      Path pattern = new Path(dated);
      FileSystem system = pattern.getFileSystem(hadoop);
      List<FileStatus> found = list(system, pattern, count -> bounds.checkFiles(key, dated, count));
      if (found.isEmpty()) {
        throw new UserError(
            "Cannot read "
                + key
                + ": no file matches "
                + dated
                + "; name a file, folder or glob that exists"
                + " (names that begin with _ or . are hidden)");
      }
      List<FileStatus> files =
          found.stream()
              .filter(file -> file.getLen() > 0)
              .sorted(Comparator.comparing(FileStatus::getPath))
              .toList();
      return new SourceFiles(base(system, pattern), files);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError("Cannot read " + key + ": " + dated + ": " + e.getMessage(), e);
    }
  }

  /** Where they are. */
  List<Path> files() {
    return statuses.stream().map(FileStatus::getPath).toList();
  }

  /** The files as a Spark reader takes them: nothing in a name is a glob. */
  String[] literalPaths() {
    return statuses.stream()
        .map(FileStatus::getPath)
        .map(file -> GLOB.matcher(file.toString()).replaceAll("\\\\$0"))
        .toArray(String[]::new);
  }

  private static List<FileStatus> list(FileSystem system, Path pattern, IntConsumer check)
      throws IOException {
    List<FileStatus> files = new ArrayList<>();
    FileStatus[] matches = system.globStatus(pattern, path -> !hidden(path.getName()));
    if (matches == null) {
      return files;
    }
    for (FileStatus match : matches) {
      if (match.isFile()) {
        files.add(match);
        check.accept(files.size());
        continue;
      }
      RemoteIterator<LocatedFileStatus> below = system.listFiles(match.getPath(), true);
      while (below.hasNext()) {
        FileStatus file = below.next();
        if (!hiddenBelow(match.getPath(), file.getPath())) {
          files.add(file);
          check.accept(files.size());
        }
      }
    }
    return files;
  }

  private static boolean hiddenBelow(Path folder, Path file) {
    for (Path path = file; !path.equals(folder); path = path.getParent()) {
      if (hidden(path.getName())) {
        return true;
      }
    }
    return false;
  }

  /** A folder such as {@code _day=1} names a partition. */
  private static boolean hidden(String name) {
    return name.startsWith(".") || (name.startsWith("_") && !name.contains("="));
  }

  private static Path base(FileSystem system, Path pattern) throws IOException {
    Path base = system.makeQualified(pattern);
    for (Path path = base; path != null; path = path.getParent()) {
      if (GLOB.matcher(path.getName()).find()) {
        base = path.getParent();
      }
    }
    return system.exists(base) && system.getFileStatus(base).isFile() ? base.getParent() : base;
  }
}
