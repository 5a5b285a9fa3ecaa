package io.nightjar.config;

/**
 * One key in force.
 *
 * @param key its full path, such as {@code train.rank}
 * @param value its value as YAML on one line; a secret's is its reference
 * @param origin {@code reference}, {@code --set}, or file and line such as {@code
 *     conf/local.yaml:12}
 */
public record Setting(String key, String value, String origin) {}
