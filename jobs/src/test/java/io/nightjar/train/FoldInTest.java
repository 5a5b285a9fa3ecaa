package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.config.ConfigLoader;
import io.nightjar.config.TrainConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users whom nothing is learnt from. */
class FoldInTest extends FactorizationFixture {
  private static final int TWIN = 1000;
  private static final int STRANGER = 1001;
  private static final int UNKNOWN_ITEM = 500;

  private static List<Row> learnt() {
    Random random = new Random(11);
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 30; user++) {
      for (int item = 0; item < 18; item++) {
        if (random.nextDouble() < (user % 3 == item % 3 ? 0.7 : 0.15)) {
          rows.add(RowFactory.create(user, item, 1 + random.nextInt(8) / 2f));
        }
      }
    }
    return rows;
  }

  /**
   * What is learnt from, a user who did what user 4 did and more, and one of whom nothing helps.
   */
  private static List<Row> all() {
    List<Row> rows = new ArrayList<>(learnt());
    learnt().stream()
        .filter(row -> row.getInt(0) == 4)
        .forEach(row -> rows.add(RowFactory.create(TWIN, row.getInt(1), row.getFloat(2))));
    rows.add(RowFactory.create(TWIN, UNKNOWN_ITEM, 3f));
    rows.add(RowFactory.create(STRANGER, UNKNOWN_ITEM, 3f));
    return rows;
  }

  private static TrainConfig config(String... settings) {
    Stream<String> small =
        Stream.of("warehouse=w", "train.rank=3", "train.blocks=2", "train.iterations=10");
    return ConfigLoader.load(List.of(), Stream.concat(small, Stream.of(settings)).toList())
        .config()
        .train();
  }

  private static Map<Integer, List<Float>> byId(Dataset<Row> factors) {
    Map<Integer, List<Float>> byId = new TreeMap<>();
    factors.collectAsList().forEach(row -> byId.put(row.getInt(0), row.getList(1)));
    return byId;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "train.rows=exact",
        "train.rows=exact,train.regularization-scaling=all,train.alpha=8",
        "train.feedback=explicit,train.biases=false,train.rows=exact",
        "train.feedback=explicit,train.rows=exact",
        "train.feedback=explicit,train.solver=biases",
        "train.solver=spectral,train.iterations=30",
      })
  void aTwinOfALearntUserGetsTheSameVector(String settings) {
    TrainConfig config = config(settings.split(",", -1));
    Factorization solver = TrainJob.solver(config, checkpoints());
    try (Factorization.Factors fitted = solver.fit(table(learnt()), config);
        Factorization.Factors folded = solver.foldIn(table(all()), fitted, config)) {
      List<Float> expected = byId(fitted.users()).get(4);
      List<Float> twin = byId(folded.users()).get(TWIN);
      assertEquals(config.vectorLength(), twin.size());
      for (int f = 0; f < twin.size(); f++) {
        assertEquals(expected.get(f), twin.get(f), 2e-4 * norm(expected), settings + ": " + twin);
      }
      assertFalse(byId(folded.users()).containsKey(STRANGER), "nothing is known of its item");
      assertEquals(byId(fitted.items()), byId(folded.items()), "items stay as they are");
    }
  }

  private static double norm(List<Float> vector) {
    return Math.sqrt(vector.stream().mapToDouble(x -> x * x).sum());
  }

  @Test
  void mllibCannot() {
    TrainConfig config = config("train.solver=mllib");
    assertThrows(
        UnsupportedOperationException.class,
        () -> TrainJob.solver(config, checkpoints()).foldIn(table(all()), null, config).close());
  }
}
