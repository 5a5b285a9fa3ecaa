package io.nightjar.config;

/** How tables are laid out in files. */
public record StoreConfig(@Range(min = 1) long rowsPerFile, Compression compression) {
  /** Codec of Parquet pages. */
  public enum Compression {
    ZSTD,
    SNAPPY,
    NONE
  }
}
