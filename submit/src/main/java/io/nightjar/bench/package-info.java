/**
 * Measures Nightjar against Spark's own library, against the machine's peak, and as work grows.
 * What is timed is checked too: a fast wrong answer does not count.
 */
package io.nightjar.bench;
