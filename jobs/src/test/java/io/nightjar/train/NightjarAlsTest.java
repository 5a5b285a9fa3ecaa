package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.TrainConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NightjarAlsTest extends FactorizationFixture {
  private static final int USERS = 40;
  private static final int ITEMS = 25;

  /** Interactions of two tastes; user 7 and item 3 have none, and numbers have gaps. */
  private static List<Row> rows() {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        double chance = user % 2 == item % 2 ? 0.6 : 0.05;
        if (user != 7 && item != 3 && random.nextDouble() < chance) {
          rows.add(RowFactory.create(user * 3, item * 2, 1 + random.nextInt(4) / 2f));
        }
      }
    }
    return rows;
  }

  private static TrainConfig config(String... settings) {
    Stream<String> small =
        Stream.of("warehouse=w", "train.rank=6", "train.blocks=2", "train.iterations=3");
    return ConfigLoader.load(List.of(), Stream.concat(small, Stream.of(settings)).toList())
        .config()
        .train();
  }

  /** What a fit gave. */
  private record Model(
      Map<Integer, List<Float>> users, Map<Integer, List<Float>> items, List<Double> losses) {}

  private static Model fit(NightjarAls solver, List<Row> rows, TrainConfig config) {
    return model(solver.fit(table(rows), config));
  }

  private static Model model(Factorization.Factors factors) {
    try (factors) {
      return new Model(byId(factors.users()), byId(factors.items()), factors.losses());
    }
  }

  private static Model fit(String... settings) {
    return fit(new NightjarAls(checkpoints()), rows(), config(settings));
  }

  private static Map<Integer, List<Float>> byId(Dataset<Row> factors) {
    Map<Integer, List<Float>> byId = new TreeMap<>();
    factors.collectAsList().forEach(row -> byId.put(row.getInt(0), row.getList(1)));
    return byId;
  }

  /** The objective as it is written, over all pairs. */
  private static double loss(Model model, TrainConfig config) {
    boolean implicit = config.feedback() == TrainConfig.Feedback.IMPLICIT;
    double unobserved = implicit ? config.unobservedWeight() : 0;
    TreeMap<List<Integer>, Float> weights = new TreeMap<>(NightjarAlsTest::compare);
    TreeMap<Integer, Integer> ofUser = new TreeMap<>();
    TreeMap<Integer, Integer> ofItem = new TreeMap<>();
    for (Row row : rows()) {
      weights.put(List.of(row.getInt(0), row.getInt(1)), row.getFloat(2));
      ofUser.merge(row.getInt(0), 1, Integer::sum);
      ofItem.merge(row.getInt(1), 1, Integer::sum);
    }
    double loss = 0;
    for (var user : model.users().entrySet()) {
      for (var item : model.items().entrySet()) {
        double y = dot(user.getValue(), item.getValue());
        Float weight = weights.get(List.of(user.getKey(), item.getKey()));
        if (weight == null) {
          loss += unobserved * y * y;
        } else if (implicit) {
          loss += (1 + config.alpha() * weight) * (1 - y) * (1 - y);
        } else {
          loss += (weight - y) * (weight - y);
        }
      }
    }
    boolean all = config.regularizationScaling() == TrainConfig.Scaling.ALL;
    double perItem = all ? unobserved * model.items().size() : 0;
    double perUser = all ? unobserved * model.users().size() : 0;
    for (var user : model.users().entrySet()) {
      double n = ofUser.get(user.getKey()) + perItem;
      loss +=
          config.regularization()
              * Math.pow(n, config.regularizationExponent())
              * dot(user.getValue(), user.getValue());
    }
    for (var item : model.items().entrySet()) {
      double n = ofItem.get(item.getKey()) + perUser;
      loss +=
          config.regularization()
              * Math.pow(n, config.regularizationExponent())
              * dot(item.getValue(), item.getValue());
    }
    return loss;
  }

  private static int compare(List<Integer> a, List<Integer> b) {
    int first = Integer.compare(a.get(0), b.get(0));
    return first != 0 ? first : Integer.compare(a.get(1), b.get(1));
  }

  private static double dot(List<Float> a, List<Float> b) {
    double sum = 0;
    for (int f = 0; f < a.size(); f++) {
      sum += (double) a.get(f) * b.get(f);
    }
    return sum;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "train.rank=1",
        "train.rank=40,train.alpha=10",
        "train.rows=exact",
        "train.rank=70,train.rows=subspaces,train.subspace=32,train.regularization=0.1",
        "train.rank=70,train.steps=5,train.regularization=0.1",
        "train.start-iterations=0",
        "train.unobserved-weight=0.1,train.regularization-exponent=0.5",
        "train.regularization-scaling=all,train.unobserved-weight=0.3",
        "train.alpha=0",
        "train.feedback=explicit",
        "train.blocks=1",
        "train.blocks=30,train.iterations=2"
      })
  void theLossIsThatOfTheObjectiveAndFalls(String settings) {
    String[] keys = settings.isEmpty() ? new String[0] : settings.split(",", -1);
    Model model = fit(keys);
    TrainConfig config = config(keys);
    List<Double> losses = model.losses();
    assertEquals(config.iterations(), losses.size());
    double last = losses.get(losses.size() - 1);
    assertEquals(loss(model, config), last, 1e-4 * last);
    assertTrue(last < losses.get(0), losses.toString());
    assertEquals(USERS - 1, model.users().size());
    assertEquals(ITEMS - 1, model.items().size());
    model.users().values().forEach(vector -> assertEquals(config.rank(), vector.size()));
  }

  @Test
  void reachesAMinimum() {
    TrainConfig config = config("train.iterations=30", "train.regularization=0.1");
    Model model = fit(new NightjarAls(checkpoints()), rows(), config);
    double least = loss(model, config);
    Random random = new Random(2);
    for (int trial = 0; trial < 50; trial++) {
      Model other = new Model(new TreeMap<>(model.users()), model.items(), List.of());
      int user = 3 * random.nextInt(7);
      List<Float> moved = new ArrayList<>(model.users().get(user));
      int factor = random.nextInt(moved.size());
      moved.set(factor, moved.get(factor) + (float) random.nextGaussian() / 10);
      other.users().put(user, moved);
      assertTrue(loss(other, config) > least, "user " + user);
    }
  }

  @Test
  void everyWayToTreatRowsEndsAtTheSameLoss() {
    String[] keys = {"train.iterations=20", "train.rank=2", "train.regularization=0.1"};
    double exact = last(fit(with(keys, "train.rows=exact")));
    assertEquals(exact, last(fit(with(keys, "train.rows=gradients"))), 1e-3 * exact);
    assertEquals(exact, last(fit(with(keys, "train.start-iterations=0"))), 1e-3 * exact);
  }

  @Test
  void orthogonalIterationsBeginNearTheMinimum() {
    double random = fit("train.iterations=1", "train.start-iterations=0").losses().get(0);
    double near = fit("train.iterations=1").losses().get(0);
    assertTrue(near < 0.9 * random, near + " against " + random);
  }

  private static String[] with(String[] keys, String key) {
    return Stream.concat(Stream.of(keys), Stream.of(key)).toArray(String[]::new);
  }

  private static double last(Model model) {
    return model.losses().get(model.losses().size() - 1);
  }

  @Test
  void endsNoWorseThanMllib() {
    String[] keys = {"train.rank=2", "train.regularization=0.1", "train.iterations=15"};
    TrainConfig config = config(keys);
    double ours = loss(fit(keys), config);
    TrainConfig fewer = config("train.rank=2", "train.regularization=0.1", "train.iterations=12");
    try (Factorization.Factors mllib = new MllibAls(checkpoints()).fit(table(rows()), fewer)) {
      double theirs = loss(new Model(byId(mllib.users()), byId(mllib.items()), List.of()), config);
      assertTrue(ours <= 1.001 * theirs, ours + " against " + theirs);
    }
  }

  @Test
  void theOrderOfRowsAndTheirPartitionsDoNotMatter() {
    List<Row> shuffled = rows();
    Collections.shuffle(shuffled, new Random(4));
    Dataset<Row> scattered = table(shuffled).repartition(5);
    Model expected = fit();
    try (Factorization.Factors factors = new NightjarAls(checkpoints()).fit(scattered, config())) {
      assertEquals(expected.users(), byId(factors.users()));
      assertEquals(expected.items(), byId(factors.items()));
      assertEquals(expected.losses(), factors.losses());
    }
  }

  @Test
  void checkpointsDoNotChangeTheResult() {
    assertEquals(fit(), fit("train.checkpoint-interval=1"));
  }

  @Test
  void stopsOnceTheLossHardlyFalls() {
    Model model = fit("train.iterations=100", "train.tolerance=0.001");
    List<Double> losses = model.losses();
    int n = losses.size();
    assertTrue(n > 2 && n < 100, "iterations " + n);
    assertTrue(losses.get(n - 2) - losses.get(n - 1) <= 0.001 * losses.get(n - 2));
    assertTrue(losses.get(n - 3) - losses.get(n - 2) > 0.001 * losses.get(n - 3));
  }

  @Test
  void goesOnFromGivenFactors() {
    double cold = fit("train.iterations=1", "train.start-iterations=0").losses().get(0);
    try (Factorization.Factors before =
        new NightjarAls(checkpoints()).fit(table(rows()), config("train.iterations=10"))) {
      Dataset<Row> some = before.users().where("user_ix < 90");
      Factorization.Factors start = new Factorization.Factors(some, before.items());
      Model warm =
          fit(
              new NightjarAls(checkpoints(), Optional.of(start)),
              rows(),
              config("train.iterations=1"));
      assertTrue(warm.losses().get(0) < 0.9 * cold, warm.losses() + " against " + cold);
    }
  }

  @Test
  void refusesFactorsOfAnotherRank() {
    try (Factorization.Factors before =
        new NightjarAls(checkpoints())
            .fit(table(rows()), config("train.rank=3", "train.iterations=1"))) {
      NightjarAls solver = new NightjarAls(checkpoints(), Optional.of(before));
      Exception error =
          assertThrows(Exception.class, () -> solver.fit(table(rows()), config()).close());
      assertTrue(error.getMessage().contains("6 finite factors"), error.getMessage());
    }
  }

  @Test
  void anotherSeedGivesOtherFactors() {
    assertFalse(fit().users().equals(fit("train.seed=7").users()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rank=6",
        "rank=20,train.regularization=0.1",
        "feedback=explicit,train.biases=false"
      })
  void hotRowsComeToTheSameAsWhenTheirVectorsAreLaidOut(String settings) {
    TrainConfig exact =
        config(("train.rows=exact,train.blocks=3,train." + settings).split(",", -1));
    Model laidOut = fit(exact, Integer.MAX_VALUE);
    double scale = laidOut.losses().get(0);
    // All rows are hot, some are, and one side's alone.
    for (int hotAbove : new int[] {0, 9, 14}) {
      Model hot = fit(exact, hotAbove);
      for (int i = 0; i < laidOut.losses().size(); i++) {
        assertEquals(laidOut.losses().get(i), hot.losses().get(i), 1e-4 * scale);
      }
      assertEquals(laidOut.users().keySet(), hot.users().keySet());
      for (var user : laidOut.users().entrySet()) {
        for (var item : laidOut.items().entrySet()) {
          assertEquals(
              dot(user.getValue(), item.getValue()),
              dot(hot.users().get(user.getKey()), hot.items().get(item.getKey())),
              1e-3);
        }
      }
    }
  }

  @Test
  void aRowIsHotThatOutweighsABlock() {
    assertEquals(131_072, HotRows.limit(1_000, 64, 8), "32 MB of vectors in any case");
    assertEquals(250_000, HotRows.limit(2_000_000, 64, 8));
    assertEquals(256_000, HotRows.limit(2_000_000, 1000, 64), "equations of 64 blocks");
  }

  private static Model fit(TrainConfig config, int hotAbove) {
    Alternation alternation =
        new Alternation(
            table(rows()),
            config,
            new Objective(config),
            Optional.empty(),
            checkpoints(),
            hotAbove);
    return model(alternation.factors(Alternation::iterate));
  }
}
