package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig.Measure;
import java.io.Serializable;

/**
 * An item's neighbours by a measure, best first.
 *
 * @param item number of the item
 * @param others numbers of the neighbours
 * @param scores a score for each neighbour
 */
record NeighbourList(int item, Measure measure, int[] others, float[] scores)
    implements Serializable {}
