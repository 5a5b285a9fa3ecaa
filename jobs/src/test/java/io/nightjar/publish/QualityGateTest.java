package io.nightjar.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.PublishConfig;
import io.nightjar.run.GateRefusal;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
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

  @Test
  void aBlendAtTheLimitPasses() {
    assertTrue(check(0.0625, 0.05, 1.25));
    assertTrue(check(0, 0, 1), "nothing was found by either");
  }

  @Test
  void aBlendBelowTheLimitIsRefusedWithCheckValueLimitAndKey() {
    GateRefusal refusal = assertThrows(GateRefusal.class, () -> check(0.0624, 0.05, 1.25));
    assertEquals(
        "Cannot release: check ndcg_over_popularity found ndcg@10 0.062400 of the blend, the limit"
            + " is 0.062500: 1.25 (publish.min-ndcg-over-popularity) times 0.050000 of popularity",
        refusal.getMessage());
  }

  @Test
  void withoutMetricsTheGateIsSkipped() {
    assertFalse(QualityGate.check(List.of(), EVALUATE, new PublishConfig(1, 0, 0)));
  }

  @Test
  void aMissingMetricIsNotTakenForAGoodOne() {
    List<Row> metrics = metrics(0.1, 0.1).subList(0, 3);
    assertThrows(
        IllegalStateException.class,
        () -> QualityGate.check(metrics, EVALUATE, new PublishConfig(1, 0, 0)));
  }

  private static boolean check(double blend, double popularity, double ratio) {
    return QualityGate.check(metrics(blend, popularity), EVALUATE, new PublishConfig(ratio, 0, 0));
  }

  private static List<Row> metrics(double blend, double popularity) {
    return SharedSpark.session()
        .createDataFrame(
            List.of(
                RowFactory.create("blend", "ndcg", 5, 0.9, null, null, null, null),
                RowFactory.create("blend", "recall", 10, 0.9, null, null, null, null),
                RowFactory.create("blend", "ndcg", 10, blend, null, null, null, null),
                RowFactory.create("popularity", "ndcg", 10, popularity, null, null, null, null)),
            Table.METRICS.schema())
        .collectAsList();
  }
}
