package io.nightjar.store;

import java.time.LocalDate;
import java.util.SortedMap;

/**
 * Where a snapshot comes from.
 *
 * @param date logical date of the night
 * @param job name of the job
 * @param run name of the run; the only part that differs between two equal nights
 * @param codeVersion version of Nightjar
 * @param configHash hash of the settings that decide the content
 * @param inputs content hashes of the snapshots read, by table path
 * @param fingerprint hash of all of the above but the run
 */
public record Lineage(
    LocalDate date,
    String job,
    String run,
    String codeVersion,
    String configHash,
    SortedMap<String, String> inputs,
    String fingerprint) {}
