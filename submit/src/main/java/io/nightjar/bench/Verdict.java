package io.nightjar.bench;

/**
 * Whether two sides of a contest gave the same result.
 *
 * @param same whether they did, as far as the contest asks for it
 * @param text a few words: what was compared, what differs
 */
public record Verdict(boolean same, String text) {}
