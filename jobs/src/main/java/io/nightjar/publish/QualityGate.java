package io.nightjar.publish;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.PublishConfig;
import io.nightjar.run.GateRefusal;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * Refuses a night whose lists are not better than popularity's: NDCG at the first {@code
 * evaluate.k} of the blend must be at least {@code publish.min-ndcg-over-popularity} times that of
 * popularity.
 */
public final class QualityGate {
  private static final String METRIC = "ndcg";
  private static final String SERVED = "blend";
  private static final String BASELINE = "popularity";

  /**
   * Looks at a night's metrics.
   *
   * @param metrics rows of {@link Table#METRICS}, all of one night; empty if no user had a truth
   * @return whether there was anything to measure: false if the gate was skipped
   * @throws GateRefusal if the blend is below the limit
   */
  public static boolean check(List<Row> metrics, EvaluateConfig evaluate, PublishConfig publish) {
    if (metrics.isEmpty()) {
      return false;
    }
    int k = evaluate.k().get(0);
    double served = value(metrics, SERVED, k);
    double baseline = value(metrics, BASELINE, k);
    double limit = baseline * publish.minNdcgOverPopularity();
    if (!(served >= limit)) {
      throw new GateRefusal(
          ("Cannot release: check ndcg_over_popularity found ndcg@%d %.6f of the blend, the limit"
                  + " is %.6f: %s (publish.min-ndcg-over-popularity) times %.6f of popularity")
              .formatted(k, served, limit, publish.minNdcgOverPopularity(), baseline));
    }
    return true;
  }

  private static double value(List<Row> metrics, String model, int k) {
    return metrics.stream()
        .filter(
            row ->
                row.getAs(Columns.MODEL).equals(model)
                    && row.getAs(Columns.METRIC).equals(METRIC)
                    && row.getAs(Columns.K).equals(k))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "Table %s lacks %s@%d of %s; run `evaluate` with the configuration in force"
                        .formatted(Table.METRICS.tableName(), METRIC, k, model)))
        .getAs(Columns.VALUE);
  }

  private QualityGate() {}
}
