package io.nightjar.report;

import io.nightjar.report.NightReport.MetricValue;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** The metrics of a night, looked up and put in the order that people read them. */
record Quality(List<MetricValue> metrics) {
  /** The model that is released. */
  static final String BLEND = "blend";

  /** The model that any other must beat. */
  static final String POPULARITY = "popularity";

  /** The night before's model, by what tonight holds out. */
  static final String LAST_NIGHT = "last-night";

  /** The metric that a night is judged by. */
  static final String NDCG = "ndcg";

  private static final List<String> MODELS =
      List.of(BLEND, "als", "item-item", "recent", POPULARITY);
  private static final List<String> METRICS =
      List.of(
          NDCG,
          "recall",
          "hit_rate",
          "precision",
          "map",
          "mrr",
          "auc",
          "coverage",
          "diversity",
          "serendipity");
  private static final List<String> ACRONYMS = List.of(NDCG, "map", "mrr", "auc", "rmse", "mae");
  private static final List<String> STYLES = List.of("s1", "s2", "s3", "s4", "s0");

  /** Tonight's models, the released one first, popularity after its rivals, others by name. */
  List<String> models() {
    return distinct(
        metrics.stream().map(MetricValue::model).filter(m -> !m.equals(LAST_NIGHT)).toList(),
        MODELS);
  }

  /** Metrics, the one that counts first. */
  List<String> names() {
    return distinct(metrics.stream().map(MetricValue::metric).toList(), METRICS);
  }

  /** Lengths at which a metric was measured, ascending. */
  List<Integer> ks(String metric) {
    return metrics.stream()
        .filter(m -> m.metric().equals(metric))
        .map(MetricValue::k)
        .distinct()
        .sorted()
        .toList();
  }

  /** One value. */
  Optional<MetricValue> find(String model, String metric, int k) {
    return metrics.stream()
        .filter(m -> m.model().equals(model) && m.metric().equals(metric) && m.k() == k)
        .findFirst();
  }

  /** How many times a rival's value the released model's is. */
  OptionalDouble over(String rival, String metric, int k) {
    Optional<MetricValue> blend = find(BLEND, metric, k);
    Optional<MetricValue> other = find(rival, metric, k);
    return blend.isPresent() && other.isPresent() && other.get().value() > 0
        ? OptionalDouble.of(blend.get().value() / other.get().value())
        : OptionalDouble.empty();
  }

  /** The best model in a metric of which more is better; nothing for the others. */
  Optional<MetricValue> best(String metric, int k) {
    return METRICS.contains(metric)
        ? metrics.stream()
            .filter(m -> m.metric().equals(metric) && m.k() == k)
            .filter(m -> !m.model().equals(LAST_NIGHT))
            .max(Comparator.comparingDouble(MetricValue::value))
        : Optional.empty();
  }

  /** Class in the style sheet of a model's colour. */
  String style(String model) {
    int known = MODELS.indexOf(model);
    List<String> others = models().stream().filter(m -> !MODELS.contains(m)).toList();
    return known >= 0 ? STYLES.get(known) : "s" + (5 + others.indexOf(model) % 2);
  }

  /** How a metric is written: {@code NDCG}, {@code Hit rate}. */
  static String title(String metric) {
    if (ACRONYMS.contains(metric) || metric.isEmpty()) {
      return metric.toUpperCase(Locale.ROOT);
    }
    String spaced = metric.replace('_', ' ');
    return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
  }

  private static List<String> distinct(List<String> names, List<String> first) {
    return names.stream()
        .distinct()
        .sorted(
            Comparator.comparingInt((String n) -> first.contains(n) ? first.indexOf(n) : 99)
                .thenComparing(Comparator.naturalOrder()))
        .toList();
  }
}
