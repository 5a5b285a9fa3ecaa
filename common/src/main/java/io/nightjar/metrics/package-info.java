/**
 * Measures of recommendation lists, in plain Java: against what users did next, and as a whole.
 *
 * <p>Logarithms are StrictMath's and sums over users are of integers, so a measure has the same
 * bits on every machine and however users are partitioned.
 */
package io.nightjar.metrics;
