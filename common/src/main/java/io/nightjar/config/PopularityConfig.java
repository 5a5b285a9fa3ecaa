package io.nightjar.config;

import java.util.Optional;

/** Popularity lists: global, trending, and by one attribute of users. */
public record PopularityConfig(
    Optional<String> segmentBy,
    @Range(min = 1) int itemsPerSegment,
    @Range(min = 1) int minUsersPerSegment,
    @Range(min = 1) int trendingDays,
    @Range(min = 0) double trendingPrior) {}
