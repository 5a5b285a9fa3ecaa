package io.nightjar.config;

/** What {@code expire} keeps. */
public record ExpireConfig(
    @Range(min = 1) int keepReleases,
    @Range(min = 1) int keepDays,
    @Range(min = 0) int orphanHours) {}
