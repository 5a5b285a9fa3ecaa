package io.nightjar.store;

import java.time.LocalDate;

/**
 * A published, immutable state of a table.
 *
 * @param id the table
 * @param sequence place in the table's log, from 1
 * @param contentHash hash of the manifest's content
 * @param manifest what it holds
 */
public record Snapshot(TableId id, long sequence, String contentHash, Manifest manifest) {
  /** Logical date. */
  public LocalDate date() {
    return LocalDate.parse(manifest.date());
  }
}
