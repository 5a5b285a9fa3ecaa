package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.metrics.Bootstrap;
import io.nightjar.metrics.Bootstrap.Interval;
import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.metrics.GroupedSums;
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
import org.apache.spark.sql.Column;
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
 *   <li>{@link RankingMetric}s, means over the users with truth, each with its interval of 95 %
 *       confidence by a {@link Bootstrap} of users, and the p of a randomization test against
 *       popularity's. A user for whom a model has no list counts as 0 for that model. Users without
 *       truth are left out.
 *   <li>{@link CatalogueMetrics} of the same users' lists: {@code coverage}, {@code gini}, {@code
 *       popularity_share}, {@code novelty} (bits), {@code personalisation}. A model whose lists are
 *       all empty has only {@code coverage}, 0.
 * </ul>
 *
 * <p>No candidates are sampled: a list is what the whole catalogue was ranked to, or the candidates
 * that {@code evaluate.candidate-events} gives. The snapshot counts {@code users_evaluated}, {@code
 * users_without_truth} (trained on, but nothing held out) and {@code truth_pairs}. Without any
 * truth the table is empty.
 */
public final class EvaluateJob implements Job {
  private static final String BASELINE = "popularity";
  private static final int DRAWS = 1_000;
  private static final long SEED = 1;
  private static final double CONFIDENCE = 0.95;

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
    Dataset<Row> truth = context.read(Table.TRUTH).where(Columns.RELEVANT);
    Dataset<Row> trained = context.read(Table.INTERACTIONS).where(col(Columns.WEIGHT).gt(0));
    Users users = Users.of(trained, truth);
    int items = Math.toIntExact(rows(context, Table.ITEM_INDEX));
    int[] cutoffs = context.config().evaluate().k().stream().mapToInt(k -> k).toArray();
    Dataset<Row> judged = JudgedLists.of(truth, context.read(Table.LISTS)).persist();
    try {
      SortedMap<String, GroupedSums> sums = JudgedLists.sums(judged, cutoffs);
      Exposure exposure = Exposure.of(judged, trained, users.trained(), items, cutoffs);
      context
          .draft(Table.METRICS)
          .check("value_finite", isnan(col(Columns.VALUE)))
          .count("users_evaluated", users.evaluated())
          .count("users_without_truth", users.withoutTruth())
          .count("truth_pairs", users.truthPairs())
          .commit(
              context
                  .session()
                  .createDataFrame(
                      metrics(sums, exposure, users.evaluated(), context.config().evaluate()),
                      Table.METRICS.schema()));
    } finally {
      judged.unpersist();
    }
  }

  private static long rows(JobContext context, Table table) {
    return context.snapshot(table).manifest().rows();
  }

  private static List<Row> metrics(
      SortedMap<String, GroupedSums> sums, Exposure exposure, long users, EvaluateConfig config) {
    if (sums.isEmpty()) {
      return List.of();
    }
    // Every model's users are the same, and so are the draws from them.
    Bootstrap bootstrap = new Bootstrap(sums.get(sums.firstKey()).size(), DRAWS, SEED);
    List<Row> rows = new ArrayList<>();
    sums.forEach(
        (model, sum) -> {
          Optional<GroupedSums> baseline =
              Optional.ofNullable(model.equals(BASELINE) ? null : sums.get(BASELINE));
          rows.addAll(means(model, sum, baseline, bootstrap, config.k()));
        });
    for (int c = 0; c < config.k().size(); c++) {
      int k = config.k().get(c);
      Map<String, CatalogueMetrics> catalogue = exposure.metrics(c, users, config.headShare());
      sums.keySet()
          .forEach(
              model ->
                  rows.addAll(catalogueRows(model, k, Optional.ofNullable(catalogue.get(model)))));
    }
    return rows;
  }

  private static List<Row> means(
      String model,
      GroupedSums sums,
      Optional<GroupedSums> baseline,
      Bootstrap bootstrap,
      List<Integer> cutoffs) {
    MetricSums total = sums.total();
    List<Row> rows = new ArrayList<>();
    for (RankingMetric metric : RankingMetric.values()) {
      for (int k : cutoffs) {
        Interval interval = sums.interval(bootstrap, metric, k, CONFIDENCE);
        rows.add(
            RowFactory.create(
                model,
                metric.label(),
                k,
                total.mean(metric, k),
                interval.low(),
                interval.high(),
                baseline
                    .map(other -> sums.randomizationTest(other, metric, k, DRAWS - 1, SEED))
                    .orElse(null)));
      }
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
                    row(model, "novelty", k, metrics.novelty()),
                    row(model, "personalisation", k, metrics.personalisation())))
        .orElseGet(() -> List.of(row(model, "coverage", k, 0)));
  }

  private static Row row(String model, String metric, int k, double value) {
    return RowFactory.create(model, metric, k, value, null, null, null);
  }

  /**
   * Who there is to measure.
   *
   * @param trained users with interactions to learn from
   * @param evaluated users with truth
   * @param withoutTruth users with interactions to learn from, and nothing held out
   * @param truthPairs relevant pairs
   */
  private record Users(long trained, long evaluated, long withoutTruth, long truthPairs) {
    private static final String TRAINED = "trained";
    private static final String PAIRS = "pairs";

    static Users of(Dataset<Row> interactions, Dataset<Row> truth) {
      Column trained = col(TRAINED).isNotNull();
      Column evaluated = col(PAIRS).isNotNull();
      Row counts =
          perUser(interactions, TRAINED)
              .join(perUser(truth, PAIRS), new String[] {Columns.USER_IX}, "full_outer")
              .agg(
                  count_if(trained),
                  count_if(evaluated),
                  count_if(trained.and(not(evaluated))),
                  coalesce(sum(PAIRS), lit(0L)))
              .first();
      return new Users(counts.getLong(0), counts.getLong(1), counts.getLong(2), counts.getLong(3));
    }

    private static Dataset<Row> perUser(Dataset<Row> rows, String count) {
      return rows.groupBy(Columns.USER_IX).agg(count(lit(1)).as(count));
    }
  }
}
