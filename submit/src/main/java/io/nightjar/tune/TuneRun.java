package io.nightjar.tune;

import io.nightjar.config.Canonical;
import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.OverlayText;
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
import io.nightjar.store.Json;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Searches for a better configuration: random trials by successive halving (Jamieson and Talwalkar,
 * "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016), the
 * resource being users and iterations. A trial is measured by the measuring half of a night on a
 * validation window, which {@code evaluate.window} cuts from what is left without the test window.
 */
public final class TuneRun {
  private static final String HALF_LIFE = "prepare.half-life-days";

  private final SparkSession session;
  private final Function<List<String>, NightjarConfig> configs;
  private final LocalDate date;
  private final Consumer<String> progress;
  private final NightjarConfig base;
  private final TuneConfig tune;
  private final Path folder;
  private final Measurements measurements;

  /** Hash of what was ingested. */
  private String input;

  /** Numbers of the warehouses that no trial is in. */
  private final BlockingQueue<Integer> free;

  /**
   * A search.
   *
   * @param configs the configuration in force, with assignments of {@code key=value} on top
   * @param date the night
   * @param progress is told of each trial
   */
  public TuneRun(
      SparkSession session,
      Function<List<String>, NightjarConfig> configs,
      LocalDate date,
      Consumer<String> progress) {
    this.session = session;
    this.configs = configs;
    this.date = date;
    this.progress = progress;
    base = configs.apply(List.of());
    tune = base.tune();
    folder = new Path(base.warehouse(), "tune");
    measurements =
        new Measurements(new Path(folder, "measured"), session.sessionState().newHadoopConf());
    free = new ArrayBlockingQueue<>(tune.parallel());
    IntStream.range(0, tune.parallel()).forEach(free::add);
  }

  /**
   * Searches.
   *
   * @throws UserError if there is nothing to search, or a trial is not as the configuration wants
   *     it: before any is run
   */
  public TuneResult run() {
    base.requireSources();
    if (tune.space().isEmpty()) {
      throw new UserError(
          "tune.space is empty: name the keys to search below it, such as train.rank: {low: 32,"
              + " high: 256, scale: log, whole: true}");
    }
    List<Trial> trials = new Space(tune).trials();
    trials.forEach(trial -> config(trial.settings(), 1, base.warehouse()));
    input = input();
    long end =
        tune.minutes()
            .map(minutes -> System.nanoTime() + (long) (minutes * 60e9))
            .orElse(Long.MAX_VALUE);
    List<Measured> all = new ArrayList<>();
    List<Trial> left = trials;
    for (int rung = 0; rung < tune.rungs().size(); rung++) {
      double share = tune.rungs().get(rung);
      BooleanSupplier inTime = rung == 0 ? () -> System.nanoTime() < end : () -> true;
      List<Measured> measured = measure(left, share, inTime);
      all.addAll(measured);
      left = share == 1 ? left : better(trials, measured);
    }
    int best = new TuneResult(tune.metric(), tune.model(), trials, all, Map.of()).best().trial();
    return new TuneResult(tune.metric(), tune.model(), trials, all, worth(trials.get(best)));
  }

  /** The trials that go on, by number. */
  private List<Trial> better(List<Trial> trials, List<Measured> measured) {
    int keep = (int) Math.ceil(tune.keep() * measured.size());
    List<Integer> kept =
        measured.stream().sorted(Measured.BEST_FIRST).limit(keep).map(Measured::trial).toList();
    return trials.stream().filter(t -> t.number() == 0 || kept.contains(t.number())).toList();
  }

  /**
   * What the best trial is without an event type, for each that counts and is not the only one that
   * speaks for an item, and without decay.
   */
  private Map<String, Measured> worth(Trial best) {
    NightjarConfig config = config(best.settings(), 1, base.warehouse());
    Map<String, String> without = new TreeMap<>();
    Map<String, Double> counting = new TreeMap<>();
    config
        .prepare()
        .events()
        .forEach(
            (type, event) -> {
              if (event.weight() != 0 && learntFrom(type, config.evaluate())) {
                counting.put(type, event.weight());
              }
            });
    long positive = counting.values().stream().filter(weight -> weight > 0).count();
    counting.forEach(
        (type, weight) -> {
          if (weight < 0 || positive > 1) {
            without.put(weight(type), "0");
          }
        });
    if (config.prepare().halfLifeDays().isPresent()) {
      without.put(HALF_LIFE, "~");
    }
    Map<String, Measured> worth = new TreeMap<>();
    without.forEach(
        (key, value) -> {
          SortedMap<String, String> settings = new TreeMap<>(best.settings());
          settings.put(key, value);
          worth.put(key, measure(new Trial(best.number(), settings), 1, "without " + key));
        });
    return worth;
  }

  private static String weight(String type) {
    return OverlayText.spelled("prepare.events." + Json.write(type).strip() + ".weight");
  }

  private static boolean learntFrom(String type, EvaluateConfig evaluate) {
    return !evaluate.testEvents().contains(type) && !evaluate.candidateEvents().contains(type);
  }

  /** Measures trials, so many at a time; in the order of their numbers, whoever ends first. */
  private List<Measured> measure(List<Trial> trials, double share, BooleanSupplier inTime) {
    ExecutorService pool = Executors.newFixedThreadPool(tune.parallel());
    try {
      List<Future<Optional<Measured>>> futures = new ArrayList<>();
      for (Trial trial : trials) {
        String name = "trial %d of %d".formatted(trial.number(), tune.trials());
        futures.add(
            pool.submit(
                () ->
                    trial.number() == 0 || inTime.getAsBoolean()
                        ? Optional.of(measure(trial, share, name))
                        : Optional.empty()));
      }
      List<Measured> measured = new ArrayList<>();
      for (Future<Optional<Measured>> future : futures) {
        future.get().ifPresent(measured::add);
      }
      return measured;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while trials were measured", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }

  private Measured measure(Trial trial, double share, String name) {
    String hash = hash(trial, share);
    Optional<Measured> before = measurements.find(hash);
    Measured measured =
        before.map(found -> found.of(trial.number())).orElseGet(() -> night(trial, share));
    if (before.isEmpty()) {
      measurements.keep(hash, measured);
    }
    progress.accept(
        String.format(
            Locale.ROOT,
            "%s, %.0f %% of the users: %s %.4f (%.4f to %.4f), %.1f s%s",
            name,
            100 * share,
            tune.metric(),
            measured.value(),
            measured.low(),
            measured.high(),
            measured.seconds(),
            before.isPresent() ? " before" : ""));
    return measured;
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

  /** Reads the logs as the trials will, or finds that they are as they were. */
  private String input() {
    String path = warehouse(0);
    NightjarConfig config = config(Map.of(), 1, path);
    SnapshotStore store = new SnapshotStore(session, path, config.store());
    Stage ingest = Plan.of(config).get(0);
    StageResult result =
        new Night(session, config, store, Progress.SILENT, false, Overrides.NONE).run(ingest, date);
    return Json.hash(result.outputs().values().stream().map(Snapshot::contentHash).toList());
  }

  private String warehouse(int number) {
    return new Path(folder, "warehouse-" + number).toString();
  }

  private Measured night(Trial trial, double share) {
    int warehouse;
    try {
      warehouse = free.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted before a trial", e);
    }
    try {
      String path = warehouse(warehouse);
      NightjarConfig config = config(trial.settings(), share, path);
      SnapshotStore store = new SnapshotStore(session, path, config.store());
      long start = System.nanoTime();
      NightMetrics metrics =
          new Night(session, config, store, Progress.SILENT, false, Overrides.NONE).measure(date);
      double seconds = (System.nanoTime() - start) / 1e9;
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
      free.add(warehouse);
    }
  }

  private UserError notMeasured() {
    return new UserError(
        ("Cannot rank trials by tune.metric: %s of tune.model: %s: it is not among what was"
                + " measured, which are means over users at evaluate.k = %s; or nothing was held"
                + " out")
            .formatted(tune.metric(), tune.model(), base.evaluate().k()));
  }

  /** The configuration of a trial, on a share of users and iterations, in a warehouse. */
  private NightjarConfig config(Map<String, String> settings, double share, String warehouse) {
    List<String> assignments = assignments(settings);
    int iterations = configs.apply(assignments).train().iterations();
    assignments.add("train.iterations=" + (int) Math.ceil(share * iterations));
    assignments.add("evaluate.window=validation");
    assignments.add("evaluate.user-share=" + share);
    assignments.add("warehouse=" + Json.write(warehouse).strip());
    return configs.apply(assignments);
  }

  private static List<String> assignments(Map<String, String> settings) {
    List<String> assignments = new ArrayList<>();
    settings.forEach((key, value) -> assignments.add(key + "=" + value));
    return assignments;
  }
}
