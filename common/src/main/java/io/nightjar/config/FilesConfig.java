package io.nightjar.config;

import java.util.List;

/** Where the files of one source are and how their rows are written. */
public record FilesConfig(
    String path,
    Format format,
    String delimiter,
    String quote,
    boolean header,
    String charset,
    List<String> columns) {
  /** How rows are written in files. */
  public enum Format {
    /** Delimited text: CSV, TSV and their kin. */
    CSV,
    /** One JSON object a line. */
    JSONL,
    /** Apache Parquet. */
    PARQUET
  }
}
