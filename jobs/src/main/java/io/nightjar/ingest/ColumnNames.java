package io.nightjar.ingest;

import io.nightjar.config.FilesConfig;
import io.nightjar.run.UserError;
import java.util.Set;
import java.util.TreeSet;

/** The configured names of columns that files do not name themselves. */
final class ColumnNames {
  private ColumnNames() {}

  /**
   * Checks {@code columns}.
   *
   * @throws UserError if there are none, or two that are unlike in case only
   */
  static void check(String key, FilesConfig config) {
    if (config.columns().isEmpty()) {
      throw new UserError(
          "Cannot read " + key + ".columns: it is empty; name the columns, such as [user, item]");
    }
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (String name : config.columns()) {
      if (!names.add(name)) {
        throw new UserError(
            "Cannot read " + key + ".columns: " + name + " is there twice; rename one");
      }
    }
  }
}
