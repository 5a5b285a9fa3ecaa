package io.nightjar.recommend;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;

import io.nightjar.config.NightjarConfig;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Makes every user's list.
 *
 * <p>Input: factors, similar items, popularity, interactions, indexes and catalogues. Output:
 * {@link Table#RECOMMENDATIONS}, one row per known user of exactly {@code recommend.n} items if so
 * many may be recommended; in the holdout lane {@link Table#LISTS} of the held-out users, one for
 * each source and one for the blend, from which everything the user had before the cut is left out;
 * or, where candidates are given, everything but these.
 *
 * <p>A task holds a batch of users and, one after another, blocks of items of {@code
 * recommend.block-bytes}; the popularity of all items, 8 bytes each, is the one thing every
 * executor holds whole. Errors: {@link io.nightjar.run.UserError} if factors are of another rank
 * than {@code train.rank}.
 */
public final class RecommendJob implements Job {
  @Override
  public String name() {
    return "recommend";
  }

  @Override
  public String summary() {
    return "Merges the candidates of all sources into every user's list of exactly n items.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    EnumSet<Table> inputs =
        EnumSet.of(
            Table.USER_INDEX,
            Table.ITEM_INDEX,
            Table.USERS,
            Table.ITEMS,
            Table.INTERACTIONS,
            Table.USER_FACTORS,
            Table.ITEM_FACTORS,
            Table.SIMILAR_ITEMS,
            Table.POPULAR_ITEMS);
    if (lane == Lane.HOLDOUT) {
      inputs.add(Table.TRUTH);
    }
    return inputs;
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(lane == Lane.SERVE ? Table.RECOMMENDATIONS : Table.LISTS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(
        config.recommend(),
        config.train().vectorLength(),
        config.votes(),
        config.popularity(),
        config.evaluate().k(),
        config.evaluate().candidatesGiven());
  }

  @Override
  public void run(JobContext context) {
    CatalogueModel model = new CatalogueLoader(context, context::read).load();
    try {
      if (context.lane() == Lane.SERVE) {
        serve(context, model);
      } else {
        measure(context, model);
      }
    } finally {
      model.destroy();
    }
  }

  @Override
  public String surroundings(JobContext context) {
    return context.lane() == Lane.HOLDOUT ? LastNight.fingerprint(context) : "";
  }

  private static void serve(JobContext context, CatalogueModel model) {
    var config = context.config().recommend();
    JavaRDD<User> users =
        users(
            context,
            context.read(Table.USER_INDEX),
            context.read(Table.USER_FACTORS),
            col(Columns.SEEN));
    Column items = col(Columns.ITEMS);
    context
        .draft(Table.RECOMMENDATIONS)
        .check("list_not_longer_than_n", size(items).gt(config.n()))
        .rows(context.snapshot(Table.USER_INDEX).manifest().rows())
        .commit(Recommendations.toServe(context.session(), users, model, config));
  }

  private static void measure(JobContext context, CatalogueModel model) {
    Dataset<Row> truth = context.read(Table.TRUTH);
    Dataset<Row> heldOut = truth.where(Columns.RELEVANT).select(Columns.USER_IX).distinct();
    Dataset<Row> index =
        context.read(Table.USER_INDEX).join(heldOut, new String[] {Columns.USER_IX}, "left_semi");
    Dataset<Row> lists = lists(context, model, index, context.read(Table.USER_FACTORS));
    int models = 1 + model.sources().size();
    Optional<LastNight> lastNight =
        LastNight.of(context).filter(before -> !before.knowsAnyOf(truth));
    if (lastNight.isEmpty()) {
      context.draft(Table.LISTS).rows(heldOut.count() * models).commit(lists);
      return;
    }
    CatalogueModel before = new CatalogueLoader(context, lastNight.get()::read).load();
    try {
      Dataset<Row> blends =
          lists(context, before, index, lastNight.get().read(Table.USER_FACTORS))
              .where(col(Columns.MODEL).equalTo(Recommendations.BLEND))
              .withColumn(Columns.MODEL, lit(Recommendations.LAST_NIGHT));
      context
          .draft(Table.LISTS)
          .rows(heldOut.count() * (models + 1))
          .commit(lists.unionByName(blends));
    } finally {
      before.destroy();
    }
  }

  /** The lists of every source of a model and of their blend, of some users. */
  private static Dataset<Row> lists(
      JobContext context, CatalogueModel model, Dataset<Row> index, Dataset<Row> userFactors) {
    var config = context.config();
    JavaRDD<User> users = users(context, index, userFactors, lit(true));
    if (config.evaluate().candidatesGiven()) {
      int items = Math.toIntExact(context.snapshot(Table.ITEM_INDEX).manifest().rows());
      users = Users.among(users, context.read(Table.TRUTH), items, config.recommend().partitions());
    }
    int n = Collections.max(config.evaluate().k());
    return Recommendations.toMeasure(context.session(), users, model, config.recommend(), n);
  }

  private static JavaRDD<User> users(
      JobContext context, Dataset<Row> index, Dataset<Row> userFactors, Column excluded) {
    return Users.of(
        index,
        context.read(Table.INTERACTIONS),
        userFactors,
        context.read(Table.USERS),
        context.config().popularity().segmentBy(),
        excluded,
        context.config().recommend());
  }
}
