package io.nightjar.quality;

import org.apache.spark.sql.Column;

/**
 * Something that must hold for every row of a table.
 *
 * @param name what must hold, snake_case
 * @param violation true for a row that breaks it; null counts as broken
 */
public record Check(String name, Column violation) {}
