package io.nightjar.config;

/** The gate before a release. */
public record PublishConfig(
    @Range(min = 0) double minNdcgOverPopularity,
    @Range(min = 0) double minNdcgOverLastNight,
    @Range(min = 0, max = 1) double maxShortLists,
    @Range(min = 0, max = 1) double maxUsersLost) {}
