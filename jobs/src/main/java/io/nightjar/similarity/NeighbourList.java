package io.nightjar.similarity;

/**
 * An item's neighbours by a measure, best first.
 *
 * @param item number of the item
 * @param measure place of the measure among those configured
 * @param others numbers of the neighbours
 * @param scores a score for each neighbour
 */
record NeighbourList(int item, int measure, int[] others, float[] scores) {}
