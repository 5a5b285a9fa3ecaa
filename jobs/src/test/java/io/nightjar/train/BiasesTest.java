package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.TrainConfig;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

final class BiasesTest extends FactorizationFixture {
  private static final int USERS = 30;
  private static final int ITEMS = 20;

  /** Ratings of kind and of strict users, of good and of bad items, and of two tastes. */
  private static List<Row> ratings() {
    Random random = new Random(3);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        if (random.nextDouble() < 0.5) {
          double taste = (user + item) % 2 == 0 ? 0.8 : -0.8;
          double rating = 3 + user % 3 * 0.5 - item % 4 * 0.4 + taste + 0.2 * random.nextGaussian();
          rows.add(RowFactory.create(user, item, (float) rating));
        }
      }
    }
    return rows;
  }

  private static TrainConfig config(String... settings) {
    Stream<String> explicit =
        Stream.of(
            "warehouse=w",
            "train.feedback=explicit",
            "train.bias-regularization=4",
            "train.rank=3",
            "train.blocks=2",
            "train.iterations=8",
            "train.regularization=0.02");
    return ConfigLoader.load(List.of(), Stream.concat(explicit, Stream.of(settings)).toList())
        .config()
        .train();
  }

  private record Model(Map<Integer, float[]> users, Map<Integer, float[]> items) {
    double score(int user, int item) {
      double score = 0;
      for (int f = 0; f < users.get(user).length; f++) {
        score += (double) users.get(user)[f] * items.get(item)[f];
      }
      return score;
    }

    double squaredError(List<Row> rows) {
      return rows.stream()
          .mapToDouble(row -> Math.pow(score(row.getInt(0), row.getInt(1)) - row.getFloat(2), 2))
          .sum();
    }
  }

  private static Model fit(List<Row> rows, TrainConfig config) {
    try (Factorization.Factors factors =
        TrainJob.solver(config, checkpoints()).fit(table(rows), config)) {
      return new Model(vectors(factors.users()), vectors(factors.items()));
    }
  }

  private static Map<Integer, float[]> vectors(Dataset<Row> table) {
    Map<Integer, float[]> vectors = new TreeMap<>();
    for (Row row : table.collectAsList()) {
      List<Float> factors = row.getList(1);
      float[] vector = new float[factors.size()];
      for (int f = 0; f < vector.length; f++) {
        vector[f] = factors.get(f);
      }
      vectors.put(row.getInt(0), vector);
    }
    return vectors;
  }

  @Test
  void biasesAreThoseOfAlternatingMeans() {
    List<Row> rows = ratings();
    double mean = rows.stream().mapToDouble(row -> row.getFloat(2)).average().orElseThrow();
    double[] users = new double[USERS];
    double[] items = new double[ITEMS];
    for (int pass = 0; pass < 10; pass++) {
      items = left(rows, mean, users, 0, 1, ITEMS);
      users = left(rows, mean, items, 1, 0, USERS);
    }
    Model model = fit(rows, config("train.solver=biases"));
    for (int user = 0; user < USERS; user++) {
      assertArrayEquals(new float[] {(float) users[user], 1}, model.users().get(user), 1e-5f);
    }
    for (int item = 0; item < ITEMS; item++) {
      float[] expected = {1, (float) (mean + items[item])};
      assertArrayEquals(expected, model.items().get(item), 1e-5f);
    }
  }

  /** For each row of a side: what the other side's biases leave, over its ratings and four more. */
  private static double[] left(
      List<Row> rows, double mean, double[] others, int other, int side, int size) {
    double[] sums = new double[size];
    int[] counts = new int[size];
    for (Row row : rows) {
      sums[row.getInt(side)] += row.getFloat(2) - mean - others[row.getInt(other)];
      counts[row.getInt(side)]++;
    }
    for (int i = 0; i < size; i++) {
      sums[i] /= counts[i] + 4;
    }
    return sums;
  }

  @Test
  void factorsExplainWhatBiasesLeave() {
    List<Row> rows = ratings();
    Model biases = fit(rows, config("train.solver=biases"));
    List<Row> residuals =
        rows.stream()
            .map(
                row ->
                    RowFactory.create(
                        row.getInt(0),
                        row.getInt(1),
                        (float) (row.getFloat(2) - biases.score(row.getInt(0), row.getInt(1)))))
            .toList();
    Model factors = fit(residuals, config("train.biases=false"));
    Model both = fit(rows, config());
    assertEquals(5, both.users().get(0).length);
    for (Row row : rows) {
      int user = row.getInt(0);
      int item = row.getInt(1);
      assertEquals(
          biases.score(user, item) + factors.score(user, item), both.score(user, item), 1e-3);
    }
    assertTrue(both.squaredError(rows) < biases.squaredError(rows) / 4);
  }

  @Test
  void sameBitsWhateverTheOrderOfTheRows() {
    List<Row> shuffled = new ArrayList<>(ratings());
    Collections.shuffle(shuffled, new Random(1));
    Model one = fit(ratings(), config());
    Model other = fit(shuffled, config());
    for (int user = 0; user < USERS; user++) {
      assertArrayEquals(one.users().get(user), other.users().get(user));
    }
  }
}
