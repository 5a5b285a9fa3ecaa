package io.nightjar.similarity;

import io.nightjar.linalg.Weighting;
import java.io.Serializable;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sums of what interactions count with, squared.
 *
 * @param sums for each weighting a sum for each item; none where no measure divides by them
 */
record Squares(ExactSums[] sums) implements Serializable {
  static Squares of(UserBlock block, List<Weighting> weightings, Layout layout) {
    ExactSums[] sums = new ExactSums[weightings.size()];
    for (int k = 0; k < sums.length; k++) {
      boolean normed = weightings.get(k).normed();
      sums[k] = new ExactSums(normed ? layout.items() : 0);
      for (int e = 0; normed && e < block.items.length; e++) {
        double weight = block.weights[k][e];
        sums[k].add(block.items[e], weight * weight);
      }
    }
    return new Squares(sums);
  }

  /** Adds another to this, which changes. */
  Squares plus(Squares other) {
    for (int k = 0; k < sums.length; k++) {
      sums[k].add(other.sums[k]);
    }
    return this;
  }

  /** As {@link io.nightjar.linalg.ItemStats} takes them. */
  double[][] toArrays() {
    return Stream.of(sums)
        .map(sum -> sum.length() == 0 ? null : sum.toArray())
        .toArray(double[][]::new);
  }
}
