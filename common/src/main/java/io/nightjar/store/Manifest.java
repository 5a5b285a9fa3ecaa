package io.nightjar.store;

import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;

/**
 * All that is known of a snapshot. Nothing in it depends on when or where it was made, so equal
 * content has an equal {@link #contentHash()}.
 *
 * @param table path of the table below the warehouse
 * @param schemaVersion version of its columns
 * @param date logical date, {@code yyyy-MM-dd}
 * @param job job that wrote it
 * @param codeVersion version of Nightjar that wrote it
 * @param configHash hash of the settings that decide its content
 * @param inputs content hashes of the snapshots it was made from, by table path
 * @param fingerprint hash of all that was seen to decide its content: as long as it is the same,
 *     the job need not be repeated
 * @param counts what the job counted, such as {@code quarantined.bad_time}
 * @param audit violations found by each check on reading back; all 0 in a published snapshot
 * @param files the Parquet files, sorted by stable path
 */
public record Manifest(
    String table,
    int schemaVersion,
    String date,
    String job,
    String codeVersion,
    String configHash,
    SortedMap<String, String> inputs,
    String fingerprint,
    SortedMap<String, Long> counts,
    SortedMap<String, Long> audit,
    List<DataFile> files) {

  /** The same with other files, in any order. */
  Manifest withFiles(List<DataFile> other) {
    List<DataFile> sorted =
        other.stream().sorted(Comparator.comparing(DataFile::stablePath)).toList();
    return new Manifest(
        table,
        schemaVersion,
        date,
        job,
        codeVersion,
        configHash,
        inputs,
        fingerprint,
        counts,
        audit,
        sorted);
  }

  /** Rows of all files. */
  public long rows() {
    return files.stream().mapToLong(DataFile::rows).sum();
  }

  /** Bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(DataFile::bytes).sum();
  }

  /**
   * SHA-256 of the content: equal for equal tables, whatever run wrote them. The fingerprint is
   * left out, since it also tells the state of input files, such as when they were copied.
   */
  public String contentHash() {
    List<DataFile> stable =
        files.stream()
            .map(f -> new DataFile(f.stablePath(), f.bytes(), f.sha256(), f.rows()))
            .toList();
    return Json.hash(
        new Manifest(
            table,
            schemaVersion,
            date,
            job,
            codeVersion,
            configHash,
            inputs,
            "",
            counts,
            audit,
            stable));
  }
}
