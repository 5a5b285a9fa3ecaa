/**
 * Numeric kernels in plain Java: selection of the best, dense scoring, item-item similarity.
 *
 * <p>Data enters as primitive arrays. Every result has one value: sums run in the order that is
 * documented, and SIMD lanes lie across items, never across a summed index, so neither the vector
 * width of a machine nor the number of tasks can change a bit.
 */
package io.nightjar.linalg;
