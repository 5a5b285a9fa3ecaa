package io.nightjar.protocol;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.ProtocolConfig;
import io.nightjar.config.ProtocolConfig.Recipe;
import io.nightjar.config.ProtocolConfig.RunsBy;
import io.nightjar.config.TrainConfig;
import io.nightjar.metrics.RankingMetric;
import io.nightjar.night.Night;
import io.nightjar.night.NightMetrics;
import io.nightjar.night.Progress;
import io.nightjar.run.Overrides;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.store.Lane;
import io.nightjar.store.SnapshotStore;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the recipes of a protocol, one after the other, by the measuring half of a night: so a
 * recipe is nothing but a configuration, and its lists are made as they would be served. What
 * recipes have in common is done once: a stage whose input and settings are those of the recipe
 * before is not repeated.
 */
public final class ProtocolRun {
  private static final Set<String> SHARED = Set.of("ingest", "prepare", "evaluate");

  private final SparkSession session;
  private final Function<List<String>, NightjarConfig> configs;
  private final Progress progress;
  private final Consumer<String> heading;

  /**
   * A run.
   *
   * @param configs the configuration in force, with assignments of {@code key=value} on top
   * @param progress is told of each stage
   * @param heading is told of each recipe
   */
  public ProtocolRun(
      SparkSession session,
      Function<List<String>, NightjarConfig> configs,
      Progress progress,
      Consumer<String> heading) {
    this.session = session;
    this.configs = configs;
    this.progress = progress;
    this.heading = heading;
  }

  /**
   * Runs all recipes.
   *
   * @throws UserError if there are none, or one of them is not as the configuration wants it:
   *     before any is run
   */
  public ProtocolResult run() {
    NightjarConfig base = configs.apply(List.of());
    base.requireSources();
    ProtocolConfig protocol = base.protocol();
    check(base);
    Map<String, List<NightjarConfig>> runs = new LinkedHashMap<>();
    protocol.recipes().forEach((name, recipe) -> runs.put(name, runs(name, recipe)));
    LocalDate date = LocalDate.parse(protocol.date());
    List<ProtocolResult.Row> rows = new ArrayList<>();
    long users = 0;
    for (Map.Entry<String, Recipe> entry : protocol.recipes().entrySet()) {
      List<Measured> measured = new ArrayList<>();
      for (NightjarConfig config : runs.get(entry.getKey())) {
        heading.accept(
            "%s, run %d of %d"
                .formatted(entry.getKey(), measured.size() + 1, entry.getValue().runs()));
        measured.add(measure(config, date, entry.getValue().model()));
      }
      users = measured.get(0).users();
      rows.add(row(entry.getKey(), measured, protocol));
    }
    return new ProtocolResult(protocol.metrics(), users, base.evaluate().candidatesGiven(), rows);
  }

  private static void check(NightjarConfig config) {
    ProtocolConfig protocol = config.protocol();
    if (protocol.recipes().isEmpty() || protocol.metrics().isEmpty()) {
      throw new UserError(
          "Cannot reproduce a table without recipes and metrics: name them in protocol.recipes and"
              + " protocol.metrics");
    }
    List<String> names = Arrays.stream(RankingMetric.values()).map(RankingMetric::label).toList();
    for (String metric : protocol.metrics()) {
      String[] parts = metric.split("@", -1);
      if (parts.length == 1) {
        if (config.train().feedback() == TrainConfig.Feedback.IMPLICIT) {
          throw new UserError(
              "Cannot measure protocol.metrics: %s: train.feedback: explicit is expected"
                  .formatted(metric));
        }
      } else if (!names.contains(parts[0])
          || !config.evaluate().k().contains(Integer.parseInt(parts[1]))) {
        throw new UserError(
            "Cannot measure protocol.metrics: %s: one of %s at one of evaluate.k = %s is expected"
                .formatted(metric, String.join(", ", names), config.evaluate().k()));
      }
    }
  }

  private List<NightjarConfig> runs(String name, Recipe recipe) {
    List<NightjarConfig> runs = new ArrayList<>();
    try {
      NightjarConfig first = configs.apply(recipe.set());
      for (int run = 0; run < recipe.runs(); run++) {
        List<String> settings = new ArrayList<>(recipe.set());
        settings.add(
            switch (first.protocol().runsBy()) {
              case SEED -> "train.seed=" + (first.train().seed() + run);
              case FOLD -> "evaluate.fold=" + (first.evaluate().fold() + run);
            });
        runs.add(configs.apply(settings));
      }
    } catch (UserError e) {
      throw new UserError("Cannot run protocol.recipes." + name + ": " + e.getMessage(), e);
    }
    return runs;
  }

  /**
   * A run.
   *
   * @param values of the protocol's metrics, in their order
   */
  private record Measured(List<Double> values, long users, double seconds) {}

  private Measured measure(NightjarConfig config, LocalDate date, String model) {
    SnapshotStore store = new SnapshotStore(session, config.warehouse(), config.store());
    NightMetrics metrics =
        new Night(session, config, store, progress, false, Overrides.NONE).measure(date);
    List<Double> values =
        config.protocol().metrics().stream()
            .map(metric -> metrics.find(model, metric).orElseThrow(() -> noModel(model)))
            .map(row -> row.<Double>getAs(Columns.VALUE))
            .toList();
    double seconds =
        metrics.stages().stream()
            .filter(stage -> stage.lane() == Lane.HOLDOUT && !SHARED.contains(stage.job()))
            .mapToDouble(stage -> stage.elapsed().toMillis() / 1e3)
            .sum();
    return new Measured(values, metrics.usersEvaluated(), seconds);
  }

  private static UserError noModel(String model) {
    return new UserError(
        "Cannot find the model %s among those measured, or nothing was held out; als, item-item,"
                .formatted(model)
            + " recent, popularity or blend is expected");
  }

  private static ProtocolResult.Row row(String name, List<Measured> runs, ProtocolConfig protocol) {
    List<ProtocolResult.Value> values =
        IntStream.range(0, protocol.metrics().size())
            .mapToObj(
                metric ->
                    ProtocolResult.Value.of(
                        runs.stream().map(run -> run.values().get(metric)).toList(),
                        protocol.runsBy()))
            .toList();
    double seconds =
        ProtocolResult.Value.of(runs.stream().map(Measured::seconds).toList(), RunsBy.SEED).told();
    return new ProtocolResult.Row(name, runs.size(), seconds, values);
  }
}
