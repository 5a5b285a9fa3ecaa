package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.metrics.MetricSums;
import io.nightjar.metrics.RankingMetric;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Measures the lists of every model against what users did after the cut. Holdout lane only.
 *
 * <p>Input: {@link Table#TRUTH}, {@link Table#LISTS}, {@link Table#INTERACTIONS} with a weight
 * above 0 for the popularity of items, and {@link Table#ITEM_INDEX} for the size of the catalogue.
 * Output: {@link Table#METRICS}, at every {@code evaluate.k}:
 *
 * <ul>
 *   <li>{@link RankingMetric}s, means over the users with truth. A user for whom a model has no
 *       list counts as 0 for that model. Users without truth are left out.
 *   <li>{@link CatalogueMetrics} of the same users' lists: {@code coverage}, {@code gini}, {@code
 *       popularity_share}, {@code novelty} (bits). A model whose lists are all empty has only
 *       {@code coverage}, 0.
 * </ul>
 *
 * <p>No candidates are sampled: a list is what the whole catalogue was ranked to. The snapshot
 * counts {@code users_evaluated}, {@code users_without_truth} (trained on, but nothing held out)
 * and {@code truth_pairs}. Without any truth the table is empty.
 */
public final class EvaluateJob implements Job {
  @Override
  public String name() {
    return "evaluate";
  }

  @Override
  public String summary() {
    return "Measures the lists of every model against what users did after the cut.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return Set.of(Table.TRUTH, Table.LISTS, Table.INTERACTIONS, Table.ITEM_INDEX);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.METRICS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(config.evaluate().k(), config.evaluate().headShare());
  }

  @Override
  public void run(JobContext context) {
    if (context.lane() != Lane.HOLDOUT) {
      throw new IllegalArgumentException(
          "Cannot evaluate lane " + context.lane().label() + ": only holdout has a truth");
    }
    Dataset<Row> truth = context.read(Table.TRUTH);
    Dataset<Row> trained = context.read(Table.INTERACTIONS).where(col(Columns.WEIGHT).gt(0));
    int items = Math.toIntExact(context.read(Table.ITEM_INDEX).count());
    Dataset<Row> judged = JudgedLists.of(truth, context.read(Table.LISTS)).persist();
    List<Row> metrics;
    try {
      metrics = metrics(judged, trained, items, context.config().evaluate());
    } finally {
      judged.unpersist();
    }
    context
        .draft(Table.METRICS)
        .check("value_finite", isnan(col(Columns.VALUE)))
        .counts(counts(truth, trained))
        .commit(context.session().createDataFrame(metrics, Table.METRICS.schema()));
  }

  private static List<Row> metrics(
      Dataset<Row> judged, Dataset<Row> trained, int items, EvaluateConfig config) {
    int[] cutoffs = config.k().stream().mapToInt(Integer::intValue).toArray();
    SortedMap<String, MetricSums> sums = JudgedLists.sums(judged, cutoffs);
    Exposure exposure = Exposure.of(judged, trained, items, cutoffs);
    List<Row> rows = new ArrayList<>();
    for (int c = 0; c < cutoffs.length; c++) {
      int k = cutoffs[c];
      Map<String, CatalogueMetrics> catalogue = exposure.metrics(c, config.headShare());
      sums.forEach(
          (model, sum) -> {
            for (RankingMetric metric : RankingMetric.values()) {
              rows.add(row(model, metric.label(), k, sum.mean(metric, k)));
            }
            rows.addAll(catalogueRows(model, k, Optional.ofNullable(catalogue.get(model))));
          });
    }
    return rows;
  }

  private static List<Row> catalogueRows(String model, int k, Optional<CatalogueMetrics> found) {
    return found
        .map(
            metrics ->
                List.of(
                    row(model, "coverage", k, metrics.coverage()),
                    row(model, "gini", k, metrics.gini()),
                    row(model, "popularity_share", k, metrics.popularityShare()),
                    row(model, "novelty", k, metrics.novelty())))
        .orElseGet(() -> List.of(row(model, "coverage", k, 0)));
  }

  private static Row row(String model, String metric, int k, double value) {
    return RowFactory.create(model, metric, k, value);
  }

  private static Map<String, Long> counts(Dataset<Row> truth, Dataset<Row> trained) {
    Dataset<Row> evaluated = truth.select(Columns.USER_IX).distinct();
    Dataset<Row> withoutTruth =
        trained
            .select(Columns.USER_IX)
            .distinct()
            .join(evaluated, new String[] {Columns.USER_IX}, "left_anti");
    return Map.of(
        "users_evaluated", evaluated.count(),
        "users_without_truth", withoutTruth.count(),
        "truth_pairs", truth.count());
  }
}
