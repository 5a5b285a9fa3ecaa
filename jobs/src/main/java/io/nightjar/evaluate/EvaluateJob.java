package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.TrainConfig;
import io.nightjar.metrics.Bootstrap;
import io.nightjar.metrics.CatalogueMetrics;
import io.nightjar.metrics.RankingMetric;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

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
 *       popularity's, and against that of the night before's model. A user for whom a model has no
 *       list counts as 0 for that model. Users without truth are left out.
 *   <li>{@link CatalogueMetrics} of the same users' lists: {@code coverage}, {@code gini}, {@code
 *       popularity_share}, {@code novelty} (bits), {@code personalisation}, and their {@link
 *       Diversity}. A model whose lists are all empty has only {@code coverage}, 0.
 *   <li>Where feedback is explicit, {@code rmse} and {@code mae} of {@link RatingErrors}, with k 0.
 * </ul>
 *
 * <p>{@link Table#SLICES} has the {@link RankingMetric}s again, over the users of a segment, of a
 * history of some length, and with what is relevant by one type of event alone; each with its
 * number of users, and without those whom nothing of the slice is relevant to.
 *
 * <p>Work: lists and truth meet by user, once; four passes over them, each linear in the lists. No
 * candidates are sampled: a list is what the whole catalogue was ranked to, or the candidates that
 * {@code evaluate.candidate-events} gives. The snapshot counts {@code users_evaluated}, {@code
 * users_without_truth} (trained on, but nothing held out), {@code users_cold} (held out, but not
 * trained on: no list is made for them here) and {@code truth_pairs}. Without any truth the table
 * is empty.
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
    return Set.of(
        Table.TRUTH,
        Table.LISTS,
        Table.INTERACTIONS,
        Table.ITEM_INDEX,
        Table.USER_FACTORS,
        Table.ITEM_FACTORS,
        Table.USERS,
        Table.USER_INDEX);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.METRICS, Table.SLICES);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(
        config.evaluate().k(),
        config.evaluate().headShare(),
        config.train().feedback(),
        config.train().biased(),
        config.train().vectorLength(),
        config.popularity().segmentBy(),
        eventTypes(config),
        config.evaluate().candidatesGiven());
  }

  @Override
  public void run(JobContext context) {
    if (context.lane() != Lane.HOLDOUT) {
      throw new IllegalArgumentException(
          "Cannot evaluate lane " + context.lane().label() + ": only holdout has a truth");
    }
    Dataset<Row> heldOut = context.read(Table.TRUTH);
    Dataset<Row> truth = heldOut.where(Columns.RELEVANT);
    Dataset<Row> trained = context.read(Table.INTERACTIONS).where(col(Columns.WEIGHT).gt(0));
    Dataset<Row> learnt = trained.where(Columns.LEARNT);
    Users users = Users.of(trained, truth);
    int items = Math.toIntExact(rows(context, Table.ITEM_INDEX));
    int[] cutoffs = context.config().evaluate().k().stream().mapToInt(k -> k).toArray();
    try (JudgedLists judged = judged(context, heldOut)) {
      ListSums sums =
          ListSums.of(judged, MetricRows.BASELINE, eventTypes(context.config()), cutoffs);
      MetricRows metrics = new MetricRows(context.config().evaluate());
      if (!sums.all().isEmpty()) {
        metrics.means(sums.all());
        metrics.lists(
            judged.models(),
            Exposure.of(judged, learnt, users.trained(), items, cutoffs),
            diversity(context, judged, items, cutoffs),
            users.evaluated());
      }
      Optional<RatingErrors> errors = errors(context, heldOut, learnt);
      errors.ifPresent(metrics::ratings);
      context
          .draft(Table.METRICS)
          .check("value_finite", isnan(col(Columns.VALUE)))
          .count("users_evaluated", users.evaluated())
          .count("users_without_truth", users.withoutTruth())
          .count(
              "users_cold",
              context.snapshot(Table.TRUTH).manifest().counts().getOrDefault("users_cold", 0L))
          .count("truth_pairs", users.truthPairs())
          .count("ratings", errors.map(RatingErrors::ratings).orElse(0L))
          .count("ratings_of_unknown_items", errors.map(RatingErrors::ofUnknownItems).orElse(0L))
          .commit(metrics.rows());
      List<Integer> k = context.config().evaluate().k();
      context.draft(Table.SLICES).commit(MetricRows.slices(sums.slices(), k));
    }
  }

  private static JudgedLists judged(JobContext context, Dataset<Row> heldOut) {
    Dataset<Row> interactions = context.read(Table.INTERACTIONS);
    Dataset<Row> offered =
        context.config().evaluate().candidatesGiven() ? heldOut : heldOut.limit(0);
    int learnt =
        Math.toIntExact(
            interactions
                .where(col(Columns.WEIGHT).gt(0).and(col(Columns.LEARNT)))
                .select(Columns.ITEM_IX)
                .distinct()
                .count());
    return JudgedLists.of(
        heldOut.where(Columns.RELEVANT),
        context.read(Table.LISTS),
        interactions,
        offered.groupBy(Columns.USER_IX).agg(count(lit(1)).cast("int").as(JudgedLists.RANKABLE)),
        learnt,
        segments(context));
  }

  /** User number and segment, of those who have one. */
  private static Dataset<Row> segments(JobContext context) {
    Column segment =
        context
            .config()
            .popularity()
            .segmentBy()
            .map(name -> concat(lit("segment:"), element_at(col(Columns.ATTRIBUTES), lit(name))))
            .orElse(lit(null).cast("string"));
    return context
        .read(Table.USERS)
        .select(col(Columns.USER_ID), segment.as(Columns.SEGMENT))
        .where(col(Columns.SEGMENT).isNotNull())
        .join(context.read(Table.USER_INDEX), Columns.USER_ID)
        .select(Columns.USER_IX, Columns.SEGMENT);
  }

  /** Types to tell apart; of one type alone there is nothing to tell. */
  private static List<String> eventTypes(NightjarConfig config) {
    List<String> types = config.prepare().events().keySet().stream().sorted().toList();
    return types.size() > 1 ? types : List.of();
  }

  private static Diversity diversity(
      JobContext context, JudgedLists judged, int items, int[] cutoffs) {
    return Diversity.of(
        judged,
        context.read(Table.ITEM_FACTORS),
        context.config().train().vectorLength(),
        context.config().train().biased() ? TrainConfig.BIASES : 0,
        items,
        context.config().recommend().blockBytes(),
        cutoffs);
  }

  private static long rows(JobContext context, Table table) {
    return context.snapshot(table).manifest().rows();
  }

  private static Optional<RatingErrors> errors(
      JobContext context, Dataset<Row> heldOut, Dataset<Row> learnt) {
    TrainConfig train = context.config().train();
    return train.feedback() == TrainConfig.Feedback.IMPLICIT
        ? Optional.empty()
        : RatingErrors.of(
            heldOut,
            learnt,
            context.read(Table.USER_FACTORS),
            context.read(Table.ITEM_FACTORS),
            train.biased());
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
