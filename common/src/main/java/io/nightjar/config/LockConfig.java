package io.nightjar.config;

/** How runs of one warehouse take turns. */
public record LockConfig(@Range(min = 0) int waitSeconds, @Range(min = 1) int leaseSeconds) {}
