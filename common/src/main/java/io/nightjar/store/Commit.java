package io.nightjar.store;

import java.util.SortedMap;

/**
 * An entry of a table's log.
 *
 * @param date logical date
 * @param manifest path of the manifest below the folder of the table's files
 * @param manifestHash SHA-256 of the manifest's text
 * @param contentHash hash of the manifest's content
 * @param fingerprint hash of all that decided the content
 * @param run run that committed it
 * @param overrides reasons why it was committed although a check failed, by name of the check
 * @param committedAt wall clock, ISO-8601 UTC; for people, never for decisions
 */
record Commit(
    String date,
    String manifest,
    String manifestHash,
    String contentHash,
    String fingerprint,
    String run,
    SortedMap<String, String> overrides,
    String committedAt) {}
