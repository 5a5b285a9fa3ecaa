package io.nightjar.store;

import java.util.SortedMap;

/**
 * The tables of one night, joined: what readers open.
 *
 * @param date logical date of the night
 * @param run run that released it
 * @param note why it was released: {@code night}, or {@code rollback to N}
 * @param overrides reasons why it was released although a check failed, by name of the check
 * @param committedAt wall clock of the release, ISO-8601 UTC; for people, never for decisions
 * @param tables sequence and content hash of each table's snapshot, by table path
 */
public record Release(
    String date,
    String run,
    String note,
    SortedMap<String, String> overrides,
    String committedAt,
    SortedMap<String, Member> tables) {

  /** A table's snapshot in a release. */
  public record Member(long sequence, String contentHash) {}

  Release withTables(SortedMap<String, Member> other) {
    return new Release(date, run, note, overrides, committedAt, other);
  }

  boolean sameContent(Release other) {
    return date.equals(other.date) && note.equals(other.note) && tables.equals(other.tables);
  }
}
