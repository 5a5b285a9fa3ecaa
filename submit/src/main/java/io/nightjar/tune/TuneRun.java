package io.nightjar.tune;

import io.nightjar.config.EvaluateConfig;
import io.nightjar.config.NightjarConfig;
import io.nightjar.config.OverlayText;
import io.nightjar.config.TuneConfig;
import io.nightjar.run.UserError;
import io.nightjar.store.Json;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Searches for a better configuration: random trials by successive halving (Jamieson and Talwalkar,
 * "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016), the
 * resource being users and iterations. The test window is never seen.
 */
public final class TuneRun {
  private static final String HALF_LIFE = "prepare.half-life-days";

  private final Consumer<String> progress;
  private final NightjarConfig base;
  private final TuneConfig tune;
  private final TrialNights nights;

  /**
   * A search.
   *
   * @param store the warehouse, whose trials no other run may use meanwhile
   * @param configs the configuration in force, with assignments of {@code key=value} on top
   * @param date the night
   * @param progress is told of each trial
   */
  public TuneRun(
      SparkSession session,
      SnapshotStore store,
      Function<List<String>, NightjarConfig> configs,
      LocalDate date,
      Consumer<String> progress) {
    this.progress = progress;
    base = configs.apply(List.of());
    tune = base.tune();
    nights = new TrialNights(session, store, configs, date);
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
    trials.forEach(trial -> nights.config(trial.settings()));
    nights.ingest();
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
    NightjarConfig config = nights.config(best.settings());
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
    TrialNights.Outcome outcome = nights.measure(trial, share);
    Measured measured = outcome.measured();
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
            outcome.before() ? " before" : ""));
    return measured;
  }
}
