package io.nightjar.store;

import io.nightjar.run.UserError;
import java.time.LocalDate;
import java.util.SortedMap;

/**
 * A published, immutable state of a table.
 *
 * @param id the table
 * @param sequence place in the table's log, from 1
 * @param contentHash hash of the manifest's content
 * @param overrides reasons why it was published although a check failed, by name of the check
 * @param manifest what it holds
 */
public record Snapshot(
    TableId id,
    long sequence,
    String contentHash,
    SortedMap<String, String> overrides,
    Manifest manifest) {
  /** Logical date. */
  public LocalDate date() {
    return LocalDate.parse(manifest.date());
  }

  /** Whether its rows have the schema version that this Nightjar reads. */
  public boolean readable() {
    return manifest.schemaVersion() == id.table().version();
  }

  /**
   * This snapshot.
   *
   * @throws UserError if it is not {@linkplain #readable readable}
   */
  public Snapshot requireReadable() {
    if (!readable()) {
      throw new UserError(
          ("Cannot read snapshot %d of %s, made for %s: its schema version is %d, this Nightjar"
                  + " reads %d; `run` that night again, in a new warehouse if it is of an earlier"
                  + " date, or use the Nightjar that made it")
              .formatted(sequence, id, date(), manifest.schemaVersion(), id.table().version()));
    }
    return this;
  }
}
