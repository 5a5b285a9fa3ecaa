package io.nightjar.tune;

import java.util.SortedMap;

/**
 * A configuration to be tried.
 *
 * @param number from 0, the configuration in force
 * @param settings values, as YAML, by key: what it sets on top of the configuration in force
 */
public record Trial(int number, SortedMap<String, String> settings) {}
