package io.nightjar.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A table of results to be reproduced: recipes measured on one split of one log. */
public record ProtocolConfig(
    String title,
    String date,
    List<String> metrics,
    RunsBy runsBy,
    Map<String, Recipe> recipes,
    Map<String, Published> published) {

  /** A metric of lists, and their length: {@code ndcg@10}. */
  static final Pattern OF_LISTS = Pattern.compile("[a-z_]+@[1-9][0-9]{0,4}");

  /** What else a table may have: errors of predicted ratings. */
  static final Set<String> OF_RATINGS = Set.of("rmse", "mae");

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
