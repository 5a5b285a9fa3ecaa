package io.nightjar.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.PublishConfig;
import io.nightjar.run.Finding;
import io.nightjar.run.Gate;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.junit.jupiter.api.Test;

class QualityGateTest {
  private static final EvaluateConfig EVALUATE =
      new EvaluateConfig(
          true,
          EvaluateConfig.Split.TIME,
          0.1,
          42,
          0,
          0.8,
          List.of(),
          List.of(),
          EvaluateConfig.Window.TEST,
          1,
          List.of(10, 5),
          0.1);

  private static final Row BLEND_AT_5 = row("blend", "ndcg", 5, 0.9, null);

  @Test
  void aBlendAtTheLimitPasses() {
    assertEquals(List.of(), overPopularity(0.0625, 0.05));
    assertEquals(List.of(), overPopularity(0, 0), "nothing was found by either");
  }

  @Test
  void aBlendBelowTheLimitIsFoundWithValueLimitAndKey() {
    assertEquals(
        List.of(
            new Finding(
                Gate.NDCG_OVER_POPULARITY,
                "found ndcg@10 0.062400 of the blend, the limit is 0.062500: 1.25"
                    + " (publish.min-ndcg-over-popularity) times 0.050000 of popularity")),
        overPopularity(0.0624, 0.05));
  }

  @Test
  void aBlendFarBelowLastNightsModelIsFoundUnlessItMayBeChance() {
    assertEquals(
        List.of(
            new Finding(
                Gate.NDCG_OVER_LAST_NIGHT,
                "found ndcg@10 0.079000 of the blend, the limit is 0.080000: 0.8"
                    + " (publish.min-ndcg-over-last-night) times 0.100000 of last night's model;"
                    + " by chance alone p = 0.050")),
        overLastNight(0.079, 0.1, 0.05));
    assertEquals(List.of(), overLastNight(0.079, 0.1, 0.051), "may be chance");
    assertEquals(List.of(), overLastNight(0.081, 0.1, 0.001), "not far below");
  }

  @Test
  void withoutMetricsNothingIsFound() {
    assertEquals(List.of(), check(List.of(), new PublishConfig(1, 1, 0, 0)));
  }

  @Test
  void aMissingMetricIsNotTakenForAGoodOne() {
    List<Row> blendAlone = List.of(BLEND_AT_5, row("blend", "ndcg", 10, 0.1, null));
    List<Row> popularityAlone = List.of(BLEND_AT_5, row("popularity", "ndcg", 10, 0.1, null));
    PublishConfig publish = new PublishConfig(1, 1, 0, 0);
    assertThrows(IllegalStateException.class, () -> check(blendAlone, publish));
    assertThrows(IllegalStateException.class, () -> check(popularityAlone, publish));
  }

  private static List<Finding> overPopularity(double blend, double popularity) {
    return check(
        List.of(
            BLEND_AT_5,
            row("blend", "recall", 10, 0.9, null),
            row("blend", "ndcg", 10, blend, null),
            row("popularity", "ndcg", 10, popularity, null)),
        new PublishConfig(1.25, 0, 0, 0));
  }

  private static List<Finding> overLastNight(double blend, double lastNight, double p) {
    return check(
        List.of(
            row("blend", "ndcg", 10, blend, p),
            row("last-night", "ndcg", 10, lastNight, null),
            row("popularity", "ndcg", 10, 0.01, null)),
        new PublishConfig(1, 0.8, 0, 0));
  }

  private static List<Finding> check(List<Row> metrics, PublishConfig publish) {
    return QualityGate.check(metrics, EVALUATE, publish);
  }

  private static Row row(String model, String metric, int k, double value, Double pLastNight) {
    return new GenericRowWithSchema(
        new Object[] {model, metric, k, value, null, null, null, pLastNight},
        Table.METRICS.schema());
  }
}
