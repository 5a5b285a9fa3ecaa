package io.nightjar.bench;

import static org.apache.spark.sql.functions.col;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.TrainConfig;
import io.nightjar.night.Night;
import io.nightjar.night.Plan;
import io.nightjar.night.Stage;
import io.nightjar.run.Overrides;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.spark.ml.recommendation.ALS;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * A whole night, from logs to lists.
 *
 * <p>Ours is the {@code run} command: every stage of both lanes, gates, release and report. The
 * rival's ingests and prepares by our jobs, then in each lane fits MLlib's ALS of the same rank and
 * iterations, recommends for all users, joins the interactions with themselves for similar items,
 * and writes Parquet. It excludes nothing a user has seen, blends nothing, measures nothing and
 * releases nothing: all of that is extra work of ours.
 */
final class NightContest {
  private static final Set<String> SHARED = Set.of("ingest", "prepare");

  private final SparkSession spark;
  private final Log log;
  private final Consumer<String> progress;

  private NightContest(SparkSession spark, Log log, Consumer<String> progress) {
    this.spark = spark;
    this.log = log;
    this.progress = progress;
  }

  /** Sets the contest up. */
  static Contest of(SparkSession spark, Log log, Consumer<String> progress) {
    NightContest contest = new NightContest(spark, log, progress);
    return new Contest(
        "night",
        "A whole night of %s, from logs to released lists".formatted(log.name()),
        new Contest.Side("Nightjar run", contest::ours),
        List.of(new Contest.Side("a night of MLlib calls", contest::mllib)),
        (ours, theirs) -> new Verdict(true, "another model: lists are not compared"));
  }

  private Night night(String warehouse) {
    NightjarConfig config = log.config(warehouse);
    SnapshotStore store = new SnapshotStore(spark, warehouse, config.store());
    return new Night(spark, config, store, new StepLines("night", progress), false, Overrides.NONE);
  }

  private void ours(String folder) {
    night(folder).run(log.date());
  }

  private void mllib(String folder) {
    Night night = night(folder);
    List<Stage> stages = Plan.of(night.config());
    for (Stage stage : stages) {
      if (SHARED.contains(stage.job().name())) {
        night.run(stage, log.date());
      }
    }
    stages.stream()
        .map(Stage::lane)
        .distinct()
        .forEach(lane -> models(night, lane, folder + "/mllib/" + lane));
  }

  private void models(Night night, Lane lane, String folder) {
    Dataset<Row> interactions =
        night
            .store()
            .read(
                night.store().find(TableId.of(Table.INTERACTIONS, lane), log.date()).orElseThrow())
            .where(col(Columns.WEIGHT).gt(0))
            .select(Columns.USER_IX, Columns.ITEM_IX, Columns.WEIGHT);
    TrainConfig train = night.config().train();
    ALSModel model =
        new ALS()
            .setUserCol(Columns.USER_IX)
            .setItemCol(Columns.ITEM_IX)
            .setRatingCol(Columns.WEIGHT)
            .setImplicitPrefs(true)
            .setRank(train.rank())
            .setMaxIter(train.iterations())
            .setRegParam(train.regularization())
            .setAlpha(train.alpha())
            .setSeed(train.seed())
            .fit(interactions);
    model
        .recommendForAllUsers(night.config().recommend().candidates())
        .write()
        .parquet(folder + "/lists");
    SimilarityContest.nearest(
            SimilarityContest.selfJoin(interactions), night.config().similarity().neighbours())
        .write()
        .parquet(folder + "/similar");
  }
}
