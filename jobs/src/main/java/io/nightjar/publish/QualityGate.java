package io.nightjar.publish;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.PublishConfig;
import io.nightjar.run.Finding;
import io.nightjar.run.Gate;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * Holds a night's lists against others for the same users: NDCG at the first {@code evaluate.k} of
 * the blend must be at least {@code publish.min-ndcg-over-popularity} times that of popularity, and
 * {@code publish.min-ndcg-over-last-night} times that of the night before's model. Below the latter
 * a night is refused only if chance alone would rarely set the two so far apart: the p of a paired
 * test over users is at most {@value #RARE}.
 */
public final class QualityGate {
  private static final String METRIC = "ndcg";
  private static final String SERVED = "blend";
  private static final String BASELINE = "popularity";
  private static final String LAST_NIGHT = "last-night";
  private static final double RARE = 0.05;

  /**
   * Looks at a night's metrics.
   *
   * @param metrics rows of {@link Table#METRICS}, all of one night; empty if no user had a truth
   * @return what is below its limit
   */
  public static List<Finding> check(
      List<Row> metrics, EvaluateConfig evaluate, PublishConfig publish) {
    List<Finding> findings = new ArrayList<>();
    if (metrics.isEmpty()) {
      return findings;
    }
    int k = evaluate.k().get(0);
    Row blend = find(metrics, SERVED, k).orElseThrow(() -> missing(SERVED, k));
    double served = blend.getAs(Columns.VALUE);
    double popularity =
        find(metrics, BASELINE, k).orElseThrow(() -> missing(BASELINE, k)).getAs(Columns.VALUE);
    double overPopularity = publish.minNdcgOverPopularity();
    if (!(served >= popularity * overPopularity)) {
      findings.add(
          new Finding(
              Gate.NDCG_OVER_POPULARITY,
              ("found ndcg@%d %.6f of the blend, the limit is %.6f: %s"
                      + " (publish.min-ndcg-over-popularity) times %.6f of popularity")
                  .formatted(k, served, popularity * overPopularity, overPopularity, popularity)));
    }
    find(metrics, LAST_NIGHT, k)
        .flatMap(row -> below(served, blend, row.getAs(Columns.VALUE), k, publish))
        .ifPresent(findings::add);
    return findings;
  }

  private static Optional<Finding> below(
      double served, Row blend, double lastNight, int k, PublishConfig publish) {
    double ratio = publish.minNdcgOverLastNight();
    Double p = blend.getAs(Columns.P_LAST_NIGHT);
    return served >= lastNight * ratio || p > RARE
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Gate.NDCG_OVER_LAST_NIGHT,
                ("found ndcg@%d %.6f of the blend, the limit is %.6f: %s"
                        + " (publish.min-ndcg-over-last-night) times %.6f of last night's model;"
                        + " by chance alone p = %.3f")
                    .formatted(k, served, lastNight * ratio, ratio, lastNight, p)));
  }

  private static Optional<Row> find(List<Row> metrics, String model, int k) {
    return metrics.stream()
        .filter(
            row ->
                row.getAs(Columns.MODEL).equals(model)
                    && row.getAs(Columns.METRIC).equals(METRIC)
                    && row.getAs(Columns.K).equals(k))
        .findFirst();
  }

  private static IllegalStateException missing(String model, int k) {
    return new IllegalStateException(
        "Table %s lacks %s@%d of %s; run `evaluate` with the configuration in force"
            .formatted(Table.METRICS.tableName(), METRIC, k, model));
  }

  private QualityGate() {}
}
