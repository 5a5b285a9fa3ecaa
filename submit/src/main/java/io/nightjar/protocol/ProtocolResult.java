package io.nightjar.protocol;

import java.util.List;

/**
 * A table of results.
 *
 * @param metrics what the values are of: {@code ndcg@10} …
 * @param usersEvaluated users that every mean is over
 * @param candidates whether given candidates were ranked, and not the whole catalogue
 * @param recipes a row a recipe
 */
public record ProtocolResult(
    List<String> metrics, long usersEvaluated, boolean candidates, List<Row> recipes) {

  /**
   * What a recipe came to.
   *
   * @param name of the recipe
   * @param runs how many there were
   * @param seconds that the jobs took which a recipe's lists need: the median
   * @param values for each metric
   */
  public record Row(String name, int runs, double seconds, List<Value> values) {}

  /**
   * A metric over the runs of a recipe.
   *
   * @param median the middle run, or the mean of the two in the middle
   * @param low the least
   * @param high the greatest
   */
  public record Value(double median, double low, double high) {
    /** Of one value or more, in any order. */
    static Value of(List<Double> values) {
      double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Value(median, sorted[0], sorted[sorted.length - 1]);
    }
  }
}
