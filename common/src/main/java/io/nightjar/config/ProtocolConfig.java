package io.nightjar.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A table of results to be reproduced: recipes measured on one split of one log. */
public record ProtocolConfig(
    String title,
    String date,
    List<String> metrics,
    RunsBy runsBy,
    Map<String, Recipe> recipes,
    Map<String, Published> published) {

  /** A metric, and the length of lists if it is of lists: {@code ndcg@10}, {@code rmse}. */
  static final Pattern METRIC = Pattern.compile("rmse|mae|[a-z_]+@[1-9][0-9]{0,4}");

  /** What sets the runs of a recipe apart. */
  public enum RunsBy {
    /** {@code train.seed}; the median is told. */
    SEED,
    /** {@code evaluate.fold}; the mean is told. */
    FOLD
  }

  /** A way to make lists. */
  public record Recipe(String model, @Range(min = 1, max = 100) int runs, List<String> set) {}

  /** A row of somebody else's, to stand beside ours. */
  public record Published(List<Double> values, String source) {}
}
