package io.nightjar.prepare;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.count_if;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.PrepareConfig;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.storage.StorageLevel;

/**
 * Turns events into weighted interactions between numbered users and items.
 *
 * <p>Input: {@link Table#EVENTS} of the night's {@link EventSpan}, ids also of older days if the
 * indexes that the night builds on lack them, these indexes, and the catalogues. Output: {@link
 * Table#USER_INDEX}, {@link Table#ITEM_INDEX}, {@link Table#INTERACTIONS}; in the holdout lane
 * {@link Table#INTERACTIONS} of the events before the cut and {@link Table#TRUTH}. Weights have no
 * unit; only their ratios matter.
 *
 * <p>Errors: {@link UserError} if there are no events or more than 2³¹ − 1 ids.
 */
public final class PrepareJob implements Job {
  /** Memory of a task is enough for so many. */
  private static final long EVENTS_PER_PARTITION = 500_000;

  @Override
  public String name() {
    return "prepare";
  }

  @Override
  public String summary() {
    return "Weighs events, sums them up per user and item, and numbers users and items.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return lane == Lane.SERVE
        ? Set.of(Table.EVENTS, Table.ITEMS, Table.USERS)
        : Set.of(Table.EVENTS, Table.USER_INDEX, Table.ITEM_INDEX);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return lane == Lane.SERVE
        ? Set.of(Table.USER_INDEX, Table.ITEM_INDEX, Table.INTERACTIONS)
        : Set.of(Table.INTERACTIONS, Table.TRUTH);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    EvaluateConfig evaluate = config.evaluate();
    return List.of(
        config.prepare(),
        evaluate.split(),
        evaluate.testShare(),
        evaluate.seed(),
        evaluate.fold(),
        evaluate.foldInShare(),
        evaluate.testEvents(),
        evaluate.candidateEvents(),
        evaluate.window(),
        evaluate.userShare());
  }

  @Override
  public String surroundings(JobContext context) {
    return context.base(Table.USER_INDEX).map(Snapshot::contentHash).orElse("")
        + context.base(Table.ITEM_INDEX).map(Snapshot::contentHash).orElse("");
  }

  @Override
  public void run(JobContext context) {
    NightEvents events = NightEvents.of(context);
    if (context.lane() == Lane.SERVE) {
      serve(context, events);
    } else {
      holdout(context, events);
    }
  }

  /**
   * Whether an event of {@link Table#EVENTS} speaks for an interest: recent enough, and of a weight
   * above 0.
   */
  public static Column counts(PrepareConfig config, LocalDate date) {
    EventWeights weights = new EventWeights(config, date);
    return weights.inWindow().and(weights.interest().gt(0));
  }

  private static void serve(JobContext context, NightEvents events) {
    Dataset<Row> users = index(context, events, Table.USER_INDEX, Table.USERS, Columns.USER_ID);
    Dataset<Row> items = index(context, events, Table.ITEM_INDEX, Table.ITEMS, Columns.ITEM_ID);
    commit(context, events, pairs(context, events, events.rows(), Holdout.none(), users, items));
  }

  private static void holdout(JobContext context, NightEvents events) {
    NightjarConfig config = context.config();
    Column recent = new EventWeights(config.prepare(), context.date()).inWindow();
    Holdout.Split split = Holdout.split(events.rows(), recent, config.evaluate());
    commit(
        context,
        events,
        pairs(
            context,
            events,
            split.events(),
            split.holdout(),
            context.read(Table.USER_INDEX),
            context.read(Table.ITEM_INDEX)));
  }

  private static Dataset<Row> pairs(
      JobContext context,
      NightEvents events,
      Dataset<Row> rows,
      Holdout holdout,
      Dataset<Row> users,
      Dataset<Row> items) {
    return Interactions.of(
        rows,
        holdout,
        users,
        items,
        context.config().prepare(),
        context.date(),
        (int) (1 + events.count() / EVENTS_PER_PARTITION));
  }

  private static Dataset<Row> index(
      JobContext context, NightEvents events, Table index, Table catalogue, String id) {
    long head = context.head(index);
    Optional<Snapshot> base = context.base(index);
    Dataset<Row> known =
        base.map(context.store()::read)
            .orElseGet(() -> context.session().createDataFrame(List.of(), index.schema()));
    Dataset<Row> ids = events.unknownTo(base).select(id).union(context.read(catalogue).select(id));
    return context
        .store()
        .read(context.draft(index).onto(head).commit(IdIndex.extend(known, ids, index.schema())));
  }

  private static void commit(JobContext context, NightEvents events, Dataset<Row> pairs) {
    Column weight = col(Columns.WEIGHT);
    pairs.persist(StorageLevel.MEMORY_AND_DISK());
    try {
      Dataset<Row> interactions = Interactions.known(pairs);
      Row counted =
          interactions
              .agg(
                  count(lit(1)),
                  count_if(weight.gt(0).and(col(Columns.LEARNT))),
                  count_if(weight.gt(0).and(not(col(Columns.LEARNT)))),
                  count_if(col(Columns.SEEN)))
              .collectAsList()
              .get(0);
      context
          .draft(Table.INTERACTIONS)
          .check("weight_finite", isnan(weight).or(weight.geq(lit(Float.MAX_VALUE))))
          .check("weight_not_negative", weight.lt(0))
          .rows(counted.getLong(0))
          .counts(
              Map.of(
                  "events", events.count(),
                  "pairs", counted.getLong(0),
                  "trained", counted.getLong(1),
                  "folded_in", counted.getLong(2),
                  "seen", counted.getLong(3)))
          .commit(interactions);
      if (context.lane() == Lane.HOLDOUT) {
        EvaluateConfig evaluate = context.config().evaluate();
        boolean given =
            evaluate.split() == EvaluateConfig.Split.GIVEN
                && evaluate.window() == EvaluateConfig.Window.TEST;
        context
            .draft(Table.TRUTH)
            .count("users_cold", Interactions.coldUsers(pairs))
            .commit(Interactions.truth(pairs, given));
      }
    } finally {
      pairs.unpersist();
    }
  }
}
