package io.nightjar.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A table of results to be reproduced: recipes measured on one split of one log. */
public record ProtocolConfig(
    String title,
    String date,
    List<String> metrics,
    Map<String, Recipe> recipes,
    Map<String, Published> published) {

  /** A metric and the length of the lists it is taken at: {@code ndcg@10}. */
  static final Pattern METRIC = Pattern.compile("[a-z_]+@[1-9][0-9]{0,4}");

  /** A way to make lists. */
  public record Recipe(String model, @Range(min = 1, max = 100) int runs, List<String> set) {}

  /** A row of somebody else's, to stand beside ours. */
  public record Published(List<Double> values, String source) {}
}
