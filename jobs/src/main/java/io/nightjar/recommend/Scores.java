package io.nightjar.recommend;

/**
 * What a source makes of items, in any order.
 *
 * @param items their numbers
 * @param values their scores, of any sign
 */
record Scores(int[] items, float[] values) {}
