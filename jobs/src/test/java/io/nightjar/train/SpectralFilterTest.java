package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.ConfigLoader;
import io.nightjar.config.TrainConfig;
import io.nightjar.run.UserError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.mllib.linalg.Matrix;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

class SpectralFilterTest extends FactorizationFixture {
  private static final int USERS = 50;
  private static final int ITEMS = 24;
  private static final int RANK = 3;

  /** Users of three tastes, so that three singular values stand out; weights are to be ignored. */
  private static List<Row> rows() {
    Random random = new Random(5);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      for (int item = 0; item < ITEMS; item++) {
        double chance = user % 3 == item % 3 ? 0.7 : 0.1;
        if (random.nextDouble() < chance) {
          rows.add(RowFactory.create(user, item, 1 + random.nextInt(5) / 2f));
        }
      }
    }
    return rows;
  }

  private static TrainConfig config(int rank, int iterations) {
    return ConfigLoader.load(
            List.of(),
            List.of(
                "warehouse=w",
                "train.solver=spectral",
                "train.rank=" + rank,
                "train.blocks=3",
                "train.iterations=" + iterations))
        .config()
        .train();
  }

  /** What a fit gave: vectors of users and of items. */
  private record Model(Map<Integer, List<Float>> users, Map<Integer, List<Float>> items) {}

  private static Model fit(List<Row> rows) {
    TrainConfig config = config(RANK, 12);
    try (Factorization.Factors factors =
        TrainJob.solver(config, checkpoints()).fit(table(rows), config)) {
      return new Model(vectors(factors.users()), vectors(factors.items()));
    }
  }

  private static Map<Integer, List<Float>> vectors(Dataset<Row> table) {
    Map<Integer, List<Float>> vectors = new TreeMap<>();
    table.collectAsList().forEach(row -> vectors.put(row.getInt(0), row.getList(1)));
    return vectors;
  }

  /** r D^(−½) V Vᵀ D^(½), with V from another implementation. */
  private static double[][] reference(List<Row> rows) {
    double[][] r = new double[USERS][ITEMS];
    double[] ofUsers = new double[USERS];
    double[] ofItems = new double[ITEMS];
    for (Row row : rows) {
      r[row.getInt(0)][row.getInt(1)] = 1;
      ofUsers[row.getInt(0)]++;
      ofItems[row.getInt(1)]++;
    }
    List<Vector> normalised = new ArrayList<>();
    for (int u = 0; u < USERS; u++) {
      double[] vector = new double[ITEMS];
      for (int i = 0; i < ITEMS; i++) {
        vector[i] = r[u][i] / Math.sqrt(ofUsers[u] * ofItems[i]);
      }
      normalised.add(Vectors.dense(vector));
    }
    Matrix v =
        new RowMatrix(
                JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
                    .parallelize(normalised, 2)
                    .rdd())
            .computeSVD(RANK, false, 1e-12)
            .V();
    double[][] filtered = new double[USERS][ITEMS];
    for (int u = 0; u < USERS; u++) {
      for (int f = 0; f < RANK; f++) {
        double along = 0;
        for (int i = 0; i < ITEMS; i++) {
          along += r[u][i] / Math.sqrt(ofItems[i]) * v.apply(i, f);
        }
        for (int i = 0; i < ITEMS; i++) {
          filtered[u][i] += along * v.apply(i, f) * Math.sqrt(ofItems[i]);
        }
      }
    }
    return filtered;
  }

  @Test
  void scoresAreThoseOfTheIdealFilter() {
    List<Row> rows = rows();
    Model model = fit(rows);
    double[][] expected = reference(rows);
    double greatest = Arrays.stream(expected).flatMapToDouble(Arrays::stream).max().orElseThrow();
    assertTrue(greatest > 0.5, "scores worth comparing: " + greatest);
    for (int u = 0; u < USERS; u++) {
      for (int i = 0; i < ITEMS; i++) {
        double score = 0;
        for (int f = 0; f < RANK; f++) {
          score += (double) model.users().get(u).get(f) * model.items().get(i).get(f);
        }
        assertEquals(expected[u][i], score, 1e-4, "user " + u + ", item " + i);
      }
    }
  }

  @Test
  void sameBitsWhateverTheOrderOfTheRows() {
    List<Row> rows = rows();
    Model model = fit(rows);
    List<Row> shuffled = new ArrayList<>(rows);
    Collections.shuffle(shuffled, new Random(1));
    assertEquals(model, fit(shuffled));
  }

  @Test
  void refusesMoreFactorsThanItems() {
    UserError error =
        assertThrows(
            UserError.class,
            () -> {
              TrainConfig config = config(ITEMS + 1, 1);
              TrainJob.solver(config, checkpoints()).fit(table(rows()), config);
            });
    assertTrue(error.getMessage().contains("train.rank is 25"), error.getMessage());
  }
}
