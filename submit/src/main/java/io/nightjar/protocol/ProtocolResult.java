package io.nightjar.protocol;

import io.nightjar.config.ProtocolConfig.RunsBy;
import java.util.Arrays;
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
   * @param told of runs by seed the middle one, or the mean of the two in the middle; of folds the
   *     mean
   * @param low the least
   * @param high the greatest
   */
  public record Value(double told, double low, double high) {
    /** Of one value or more, in any order. */
    static Value of(List<Double> values, RunsBy runsBy) {
      double[] sorted = values.stream().mapToDouble(value -> value).sorted().toArray();
      double told =
          switch (runsBy) {
            case SEED -> median(sorted);
            case FOLD -> Arrays.stream(sorted).average().orElseThrow();
          };
      return new Value(told, sorted[0], sorted[sorted.length - 1]);
    }

    private static double median(double[] sorted) {
      int half = sorted.length / 2;
      return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }
  }
}
