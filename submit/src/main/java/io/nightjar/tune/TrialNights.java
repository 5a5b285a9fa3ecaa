package io.nightjar.tune;

import io.nightjar.config.Canonical;
import io.nightjar.config.ExpireConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.TuneConfig;
import io.nightjar.night.Night;
import io.nightjar.night.NightMetrics;
import io.nightjar.night.Plan;
import io.nightjar.night.Progress;
import io.nightjar.night.Stage;
import io.nightjar.run.CodeVersion;
import io.nightjar.run.Overrides;
import io.nightjar.run.StageResult;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.store.Expiry;
import io.nightjar.store.Json;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Measures trials, each by the measuring half of a night in a warehouse that no other trial is in,
 * on a validation window, which {@code evaluate.window} cuts from what is left without the test
 * window. Of its tables, those of its last trial stay.
 */
final class TrialNights {
  /**
   * A trial's measurement.
   *
   * @param before whether it was made by a search before this one
   */
  record Outcome(Measured measured, boolean before) {}

  /** Nothing is asked again of a trial but what it came to. */
  private static final int ONE = 1;

  private final SparkSession session;
  private final SnapshotStore store;
  private final Function<List<String>, NightjarConfig> configs;
  private final LocalDate date;
  private final NightjarConfig base;
  private final TuneConfig tune;
  private final Measurements measurements;

  /** Numbers of the warehouses that no trial is in. */
  private final BlockingQueue<Integer> free;

  /** Hash of what was ingested. */
  private String input;

  /**
   * Nights of trials.
   *
   * @param store the warehouse, whose trials no other run may use meanwhile
   * @param configs the configuration in force, with assignments of {@code key=value} on top
   * @param date the night
   */
  TrialNights(
      SparkSession session,
      SnapshotStore store,
      Function<List<String>, NightjarConfig> configs,
      LocalDate date) {
    this.session = session;
    this.store = store;
    this.configs = configs;
    this.date = date;
    base = configs.apply(List.of());
    tune = base.tune();
    measurements =
        new Measurements(
            new Path(store.trials().warehouse(), "measured"),
            session.sessionState().newHadoopConf());
    free = new ArrayBlockingQueue<>(tune.parallel());
    IntStream.range(0, tune.parallel()).forEach(free::add);
  }

  /**
   * The configuration of settings, whole.
   *
   * @throws UserError if the settings are not as the configuration wants them
   */
  NightjarConfig config(Map<String, String> settings) {
    return config(settings, 1, base.warehouse());
  }

  /** Reads the logs as the trials will, or finds that they are as they were; before any trial. */
  void ingest() {
    SnapshotStore store = warehouse(0);
    NightjarConfig config = config(Map.of(), 1, store.warehouse().toString());
    Stage ingest = Plan.of(config).get(0);
    StageResult result = night(config, store).run(ingest, date);
    input = Json.hash(result.outputs().values().stream().map(Snapshot::contentHash).toList());
  }

  /**
   * Measures a trial, or finds what it came to before.
   *
   * @param share of the users and iterations
   */
  Outcome measure(Trial trial, double share) {
    String hash = hash(trial, share);
    Optional<Measured> before = measurements.find(hash);
    if (before.isPresent()) {
      return new Outcome(before.get().of(trial.number()), true);
    }
    Measured measured = night(trial, share);
    measurements.keep(hash, measured);
    return new Outcome(measured, false);
  }

  /** Of all that a trial's measurement depends on. */
  private String hash(Trial trial, double share) {
    NightjarConfig config = config(trial.settings(), share, base.warehouse());
    String settings =
        Canonical.hash(
            config.store(),
            config.ingest(),
            config.prepare(),
            config.train(),
            config.similarity(),
            config.popularity(),
            config.recommend(),
            config.evaluate());
    return Json.hash(
        List.of(
            CodeVersion.CURRENT, input, date.toString(), settings, tune.metric(), tune.model()));
  }

  private Measured night(Trial trial, double share) {
    int number;
    try {
      number = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before a trial", e);
    }
    try {
      SnapshotStore store = warehouse(number);
      NightjarConfig config = config(trial.settings(), share, store.warehouse().toString());
      long start = System.nanoTime();
      NightMetrics metrics = night(config, store).measure(date);
      double seconds = (System.nanoTime() - start) / 1e9;
      Expiry.run(store, new ExpireConfig(ONE, ONE, config.expire().orphanHours()), false);
      Row row =
          metrics
              .find(tune.model(), tune.metric())
              .filter(found -> found.getAs(Columns.LOW) != null)
              .orElseThrow(this::notMeasured);
      return new Measured(
          trial.number(),
          share,
          row.getAs(Columns.VALUE),
          row.getAs(Columns.LOW),
          row.getAs(Columns.HIGH),
          seconds);
    } finally {
      free.add(number);
    }
  }

  private Night night(NightjarConfig config, SnapshotStore store) {
    return new Night(session, config, store, Progress.SILENT, false, Overrides.NONE);
  }

  private UserError notMeasured() {
    return new UserError(
        ("Cannot rank trials by tune.metric: %s of tune.model: %s: it is not among what was"
                + " measured, which are means over users at evaluate.k = %s; or nothing was held"
                + " out")
            .formatted(tune.metric(), tune.model(), base.evaluate().k()));
  }

  private SnapshotStore warehouse(int number) {
    return store.trial(number);
  }

  /** The configuration of a trial, on a share of users and iterations, in a warehouse. */
  private NightjarConfig config(Map<String, String> settings, double share, String warehouse) {
    List<String> assignments = new ArrayList<>();
    settings.forEach((key, value) -> assignments.add(key + "=" + value));
    int iterations = configs.apply(assignments).train().iterations();
    assignments.add("train.iterations=" + (int) Math.ceil(share * iterations));
    assignments.add("evaluate.window=validation");
    assignments.add("evaluate.user-share=" + share);
    assignments.add("warehouse=" + Json.write(warehouse).strip());
    return configs.apply(assignments);
  }
}
