package io.nightjar.config;

import java.util.List;
import java.util.Optional;

/** Where the files of one source are and how their rows are written. */
public record FilesConfig(
    String path,
    Format format,
    String delimiter,
    String quote,
    boolean header,
    String charset,
    List<String> columns) {

  /** The same files; a path that is not absolute is taken below the folder. */
  FilesConfig below(Optional<String> folder) {
    boolean absolute = path.startsWith("/") || path.matches("[A-Za-z][A-Za-z0-9+.-]*:.*");
    return folder.isEmpty() || absolute
        ? this
        : new FilesConfig(
            folder.get() + "/" + path, format, delimiter, quote, header, charset, columns);
  }

  /** How rows are written in files. */
  public enum Format {
    /** Delimited text: CSV, TSV and their kin. */
    CSV,
    /** One JSON object a line. */
    JSONL,
    /** A user and the user's items a line. */
    LISTS,
    /** Apache Parquet. */
    PARQUET
  }
}
