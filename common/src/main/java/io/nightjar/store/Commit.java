package io.nightjar.store;

/**
 * An entry of a table's log.
 *
 * @param date logical date
 * @param manifest path of the manifest below the folder of the table's files
 * @param contentHash hash of the manifest's content
 * @param fingerprint hash of all that decided the content
 * @param run run that committed it
 * @param committedAt wall clock, ISO-8601 UTC; for people, never for decisions
 */
record Commit(
    String date,
    String manifest,
    String contentHash,
    String fingerprint,
    String run,
    String committedAt) {}
