package io.nightjar.store;

import java.io.Serializable;

/**
 * One Parquet file of a snapshot.
 *
 * @param path path below the table's {@code data} folder: {@code
 *     <attempt>/[dt=…/]part-00000.parquet}
 * @param bytes length
 * @param sha256 hash of the bytes, lower-case hexadecimal
 * @param rows number of rows, from the file's footer
 */
public record DataFile(String path, long bytes, String sha256, long rows) implements Serializable {
  /** The path without the attempt's folder, whose name differs between equal snapshots. */
  String stablePath() {
    return path.substring(path.indexOf('/') + 1);
  }

  /** Value of the partition folder, or an empty text for a table without partitions. */
  public String partition() {
    String stable = stablePath();
    int slash = stable.indexOf('/');
    return slash < 0 ? "" : stable.substring(stable.indexOf('=') + 1, slash);
  }
}
