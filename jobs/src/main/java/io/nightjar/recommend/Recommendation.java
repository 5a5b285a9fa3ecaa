package io.nightjar.recommend;

/**
 * An item of a list.
 *
 * @param item item number
 * @param score what orders the list
 * @param source place of the source that adds the most to the score
 * @param because the user's own item it is based on, or {@link Candidates#NO_ITEM}
 */
record Recommendation(int item, float score, int source, int because) {}
