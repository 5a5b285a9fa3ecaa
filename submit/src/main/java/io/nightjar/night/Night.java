package io.nightjar.night;

import io.nightjar.config.NightjarConfig;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.store.Releases;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/**
 * Runs nights: every stage, then the release, then the report.
 *
 * <p>Input: the sources of {@code ingest} and the snapshots of the nights before. Output: a {@link
 * io.nightjar.store.Release}, and {@code report.html} and {@code report.json} below {@code
 * <warehouse>/reports}. A gate that refuses stops the night before anything is released; the report
 * is written all the same and says why.
 *
 * @param session the Spark session
 * @param config the configuration in force
 * @param store the warehouse
 * @param progress is told of each step
 * @param again whether to repeat jobs even where their results are there
 * @param overrides what a night may be released despite
 */
public record Night(
    SparkSession session,
    NightjarConfig config,
    SnapshotStore store,
    Progress progress,
    boolean again,
    Overrides overrides) {
  private static final int RELEASE_AND_REPORT = 2;

  /**
   * Runs a whole night. Stages whose results are there already are not repeated, so a night that
   * was killed is just run again.
   *
   * @param date logical date: the night covers events up to its end, UTC
   * @throws io.nightjar.run.GateRefusal if a check refuses the night; what is served stays
   * @throws io.nightjar.run.UserError for bad input or configuration
   */
  public NightResult run(LocalDate date) {
    config.requireSources();
    List<Stage> stages = Plan.of(config);
    progress.night(date);
    return new NightRun(this, date, stages.size() + RELEASE_AND_REPORT).all(stages);
  }

  /** Runs one stage of a night, or finds its results. */
  public StageResult run(Stage stage, LocalDate date) {
    return new NightRun(this, date, 1).stage(stage);
  }

  /**
   * Runs the stages that end in the metrics of a date, or finds their results; nothing is served.
   */
  public NightMetrics measure(LocalDate date) {
    List<Stage> stages = Plan.measuring();
    NightRun run = new NightRun(this, date, stages.size());
    return NightMetrics.of(store, stages.stream().map(run::stage).toList());
  }

  /** Releases a night whose stages have run, if the gates let it. */
  public Releases.Numbered publish(LocalDate date) {
    return new NightRun(this, date, 1).publish();
  }
}
