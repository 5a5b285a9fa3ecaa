package io.nightjar.night;

import io.nightjar.run.StageResult;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.Row;

/**
 * What a night was measured to be.
 *
 * @param stages what came of each stage
 * @param usersEvaluated users that every mean is over
 * @param rows {@link Table#METRICS}
 */
public record NightMetrics(List<StageResult> stages, long usersEvaluated, List<Row> rows) {

  /** Those of a night whose last stage was {@code evaluate}. */
  static NightMetrics of(SnapshotStore store, List<StageResult> stages) {
    Snapshot metrics =
        stages.get(stages.size() - 1).outputs().values().stream()
            .filter(snapshot -> snapshot.id().table() == Table.METRICS)
            .findFirst()
            .orElseThrow();
    return new NightMetrics(
        stages,
        metrics.manifest().counts().get("users_evaluated"),
        store.read(metrics).collectAsList());
  }

  /**
   * One value, with its interval if it is a mean over users.
   *
   * @param metric its name, and the length of lists if it is of lists: {@code ndcg@10}, {@code
   *     rmse}
   */
  public Optional<Row> find(String model, String metric) {
    return rows.stream()
        .filter(row -> row.getAs(Columns.MODEL).equals(model))
        .filter(row -> metric.equals(name(row)))
        .findFirst();
  }

  private static String name(Row row) {
    int k = row.getAs(Columns.K);
    String metric = row.getAs(Columns.METRIC);
    return k == 0 ? metric : metric + "@" + k;
  }
}
