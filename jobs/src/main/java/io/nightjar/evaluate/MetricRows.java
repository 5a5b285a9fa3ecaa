package io.nightjar.evaluate;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.metrics.Bootstrap;
import io.nightjar.metrics.Bootstrap.Interval;
import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.metrics.GroupedSums;
import io.nightjar.metrics.MetricSums;
import io.nightjar.metrics.RankingMetric;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** What was measured, as rows of {@link Table#METRICS} and {@link Table#SLICES}. */
final class MetricRows {
  /** The model that the others are held against. */
  static final String BASELINE = "popularity";

  /** The night before's model, which they are held against as well. */
  private static final String LAST_NIGHT = "last-night";

  private static final String FACTORS = "als";
  private static final int DRAWS = 1_000;
  private static final long SEED = 1;
  private static final double CONFIDENCE = 0.95;

  /** The k of what is not measured of lists. */
  private static final int OF_NO_LIST = 0;

  private final EvaluateConfig config;
  private final List<Row> rows = new ArrayList<>();

  MetricRows(EvaluateConfig config) {
    this.config = config;
  }

  List<Row> rows() {
    return rows;
  }

  /** Means over users. */
  void means(SortedMap<String, GroupedSums> sums) {
    if (sums.isEmpty()) {
      return;
    }
    // Every model's users are the same, and so are the draws from them.
    Bootstrap bootstrap = new Bootstrap(sums.get(sums.firstKey()).size(), DRAWS, SEED);
    sums.forEach((model, sum) -> means(model, sum, sums, bootstrap));
  }

  private void means(
      String model, GroupedSums sums, Map<String, GroupedSums> all, Bootstrap bootstrap) {
    MetricSums total = sums.total();
    for (RankingMetric metric : RankingMetric.values()) {
      for (int k : config.k()) {
        Interval interval = sums.interval(bootstrap, metric, k, CONFIDENCE);
        rows.add(
            RowFactory.create(
                model,
                metric.label(),
                k,
                total.mean(metric, k),
                interval.low(),
                interval.high(),
                against(BASELINE, model, all, metric, k),
                against(LAST_NIGHT, model, all, metric, k)));
      }
    }
  }

  /** How likely chance alone sets two models so far apart; null if there is but one. */
  private static Double against(
      String rival, String model, Map<String, GroupedSums> all, RankingMetric metric, int k) {
    return model.equals(rival) || !all.containsKey(rival)
        ? null
        : all.get(model).randomizationTest(all.get(rival), metric, k, DRAWS - 1, SEED);
  }

  /**
   * What lists do to the catalogue, and how their items go together.
   *
   * @param users lists of each model, empty ones among them
   */
  void lists(List<String> models, Exposure exposure, Diversity diversity, long users) {
    for (int c = 0; c < config.k().size(); c++) {
      int k = config.k().get(c);
      Map<String, CatalogueMetrics> catalogue = exposure.metrics(c, users, config.headShare());
      for (int m = 0; m < models.size(); m++) {
        String model = models.get(m);
        catalogue(model, k, Optional.ofNullable(catalogue.get(model)));
        diversity.mean(m, c).ifPresent(mean -> add(model, "diversity", k, mean));
      }
    }
  }

  private void catalogue(String model, int k, Optional<CatalogueMetrics> metrics) {
    add(model, "coverage", k, metrics.map(CatalogueMetrics::coverage).orElse(0.0));
    metrics.ifPresent(
        found -> {
          add(model, "gini", k, found.gini());
          add(model, "popularity_share", k, found.popularityShare());
          add(model, "novelty", k, found.novelty());
          add(model, "personalisation", k, found.personalisation());
        });
  }

  /** How far predicted ratings are off. */
  void ratings(RatingErrors errors) {
    add(FACTORS, "rmse", OF_NO_LIST, errors.rmse());
    add(FACTORS, "mae", OF_NO_LIST, errors.mae());
  }

  private void add(String model, String metric, int k, double value) {
    rows.add(RowFactory.create(model, metric, k, value, null, null, null, null));
  }

  /** Rows of slices. */
  static List<Row> slices(SortedMap<ListSums.Slice, MetricSums> slices, List<Integer> cutoffs) {
    List<Row> rows = new ArrayList<>();
    slices.forEach(
        (slice, sums) -> {
          for (RankingMetric metric : RankingMetric.values()) {
            for (int k : cutoffs) {
              rows.add(
                  RowFactory.create(
                      slice.name(),
                      slice.model(),
                      metric.label(),
                      k,
                      sums.mean(metric, k),
                      (long) sums.users()));
            }
          }
        });
    return rows;
  }
}
