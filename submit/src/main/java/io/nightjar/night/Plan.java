package io.nightjar.night;

import io.nightjar.config.NightjarConfig;
import io.nightjar.evaluate.EvaluateJob;
import io.nightjar.ingest.IngestJob;
import io.nightjar.popularity.PopularJob;
import io.nightjar.prepare.PrepareJob;
import io.nightjar.recommend.RecommendJob;
import io.nightjar.run.Job;
import io.nightjar.similarity.SimilarJob;
import io.nightjar.store.Lane;
import io.nightjar.train.TrainJob;
import java.util.List;

/**
 * The stages of a night, in the order they run. What measures comes before what serves, so that a
 * night that is not good enough is refused before the larger half of the work.
 */
public final class Plan {
  private static final Job INGEST = new IngestJob();
  private static final Job PREPARE = new PrepareJob();
  private static final Job TRAIN = new TrainJob();
  private static final Job SIMILAR = new SimilarJob();
  private static final Job POPULAR = new PopularJob();
  private static final Job RECOMMEND = new RecommendJob();
  private static final Job EVALUATE = new EvaluateJob();

  private static final List<Stage> STAGES =
      List.of(
          new Stage(INGEST, Lane.SERVE),
          new Stage(PREPARE, Lane.SERVE),
          new Stage(PREPARE, Lane.HOLDOUT),
          new Stage(TRAIN, Lane.HOLDOUT),
          new Stage(SIMILAR, Lane.HOLDOUT),
          new Stage(POPULAR, Lane.HOLDOUT),
          new Stage(RECOMMEND, Lane.HOLDOUT),
          new Stage(EVALUATE, Lane.HOLDOUT),
          new Stage(TRAIN, Lane.SERVE),
          new Stage(SIMILAR, Lane.SERVE),
          new Stage(POPULAR, Lane.SERVE),
          new Stage(RECOMMEND, Lane.SERVE));

  /** The stages of a night; those of the holdout lane only with {@code evaluate.enabled}. */
  public static List<Stage> of(NightjarConfig config) {
    return STAGES.stream()
        .filter(stage -> stage.lane() == Lane.SERVE || config.evaluate().enabled())
        .toList();
  }

  /** The stages up to the metrics. */
  static List<Stage> measuring() {
    return STAGES.subList(0, STAGES.indexOf(new Stage(EVALUATE, Lane.HOLDOUT)) + 1);
  }

  /** Every job, in the order of its first stage. */
  public static List<Job> jobs() {
    return List.of(INGEST, PREPARE, TRAIN, SIMILAR, POPULAR, RECOMMEND, EVALUATE);
  }

  /** The lanes that a job runs in, {@link Lane#SERVE} first. */
  public static List<Lane> lanes(Job job) {
    return STAGES.stream()
        .filter(stage -> stage.job().name().equals(job.name()))
        .map(Stage::lane)
        .sorted()
        .toList();
  }

  private Plan() {}
}
