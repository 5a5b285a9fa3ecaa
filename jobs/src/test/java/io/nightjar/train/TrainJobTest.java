package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.DataFile;
import io.nightjar.store.Lane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainJobTest {
  private static final LocalDate DAY = LocalDate.of(2026, 1, 10);
  private static final String[] SMALL = {
    "train.rank=2", "train.iterations=5", "train.blocks=2", "train.checkpoint-interval=1"
  };

  @TempDir Path folder;

  @Test
  void tasteGroupsAreFound() throws Exception {
    TestNight night = night("a", interactions(), SMALL);
    night.run(new TrainJob(), Lane.SERVE);

    List<Row> users = night.rows(Table.USER_FACTORS, Lane.SERVE);
    List<Row> items = night.rows(Table.ITEM_FACTORS, Lane.SERVE);
    assertEquals(20, users.size());
    assertEquals(10, items.size());
    // Users and items of the same parity belong together; user 0 has not seen item 8.
    assertTrue(dot(users.get(0), items.get(8)) > 3 * dot(users.get(0), items.get(9)));
    try (var left = Files.list(folder.resolve("a/_checkpoints"))) {
      assertEquals(0, left.count(), "checkpoints are deleted");
    }
  }

  @Test
  void theOrderOfRowsDoesNotChangeTheBytes() {
    TestNight first = night("a", interactions(), SMALL);
    first.run(new TrainJob(), Lane.SERVE);
    List<Row> shuffled = interactions();
    Collections.shuffle(shuffled, new Random(5));
    TestNight second = night("b", shuffled, SMALL);
    second.run(new TrainJob(), Lane.SERVE);

    assertEquals(hashes(first), hashes(second));
  }

  @Test
  void onlyTheRatiosOfWeightsMatter() {
    List<Row> ones = new ArrayList<>(interactions());
    ones.set(2, pair(ones.get(2).getInt(0), ones.get(2).getInt(1), 0.5f));
    TestNight first = night("a", ones, SMALL);
    first.run(new TrainJob(), Lane.SERVE);
    List<Row> fours =
        ones.stream().map(r -> pair(r.getInt(0), r.getInt(1), 4 * r.getFloat(2))).toList();
    TestNight second = night("b", fours, SMALL);
    second.run(new TrainJob(), Lane.SERVE);

    assertEquals(hashes(first), hashes(second));
  }

  @Test
  void anotherSeedGivesAnotherModel() {
    TestNight first = night("a", interactions(), SMALL);
    first.run(new TrainJob(), Lane.SERVE);
    TestNight second =
        night(
            "b",
            interactions(),
            "train.rank=4",
            "train.iterations=3",
            "train.blocks=2",
            "train.seed=7");
    second.run(new TrainJob(), Lane.SERVE);

    assertFalse(hashes(first).equals(hashes(second)));
  }

  /** User 20 did what user 3 did, who is learnt from, and had an item that nobody else did. */
  @Test
  void usersWhoAreNotLearntFromAreFoldedIn() {
    TestNight without = night("a", interactions(), SMALL);
    without.run(new TrainJob(), Lane.SERVE);
    List<Row> rows = new ArrayList<>(interactions());
    interactions().stream()
        .filter(row -> row.getInt(0) == 3)
        .forEach(row -> rows.add(foldedIn(20, row.getInt(1))));
    rows.add(foldedIn(20, 99));
    TestNight with = night("b", rows, SMALL);
    with.run(new TrainJob(), Lane.SERVE);

    assertEquals(
        without.rows(Table.ITEM_FACTORS, Lane.SERVE), with.rows(Table.ITEM_FACTORS, Lane.SERVE));
    List<Row> users = with.rows(Table.USER_FACTORS, Lane.SERVE);
    assertEquals(21, users.size());
    List<Row> items = with.rows(Table.ITEM_FACTORS, Lane.SERVE);
    for (Row item : items) {
      assertEquals(dot(users.get(3), item), dot(users.get(20), item), 1e-3);
    }
  }

  private static Row foldedIn(int user, int item) {
    return RowFactory.create(user, item, 1f, true, Timestamp.valueOf(DAY.atTime(1, 0)), false);
  }

  @Test
  void nothingToTrainOnIsTheUsersMistake() {
    TestNight night = night("a", List.of(pair(0, 0, 0)), SMALL);
    UserError error = assertThrows(UserError.class, () -> night.run(new TrainJob(), Lane.SERVE));
    assertTrue(error.getMessage().contains("prepare.events"), error.getMessage());
  }

  private TestNight night(String name, List<Row> interactions, String... settings) {
    return new TestNight(folder.resolve(name), DAY, settings)
        .with(Table.INTERACTIONS, Lane.SERVE, interactions.toArray(new Row[0]));
  }

  private static List<Row> interactions() {
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 20; user++) {
      for (int item = user % 2; item < 10; item += 2) {
        if ((user + item) % 8 != 0) {
          rows.add(pair(user, item, 1));
        }
      }
    }
    return rows;
  }

  private static Row pair(int user, int item, float weight) {
    return RowFactory.create(user, item, weight, true, Timestamp.valueOf(DAY.atTime(1, 0)), true);
  }

  private static double dot(Row user, Row item) {
    List<Float> a = user.getList(1);
    List<Float> b = item.getList(1);
    double dot = 0;
    for (int f = 0; f < a.size(); f++) {
      dot += a.get(f) * b.get(f);
    }
    return dot;
  }

  private static List<String> hashes(TestNight night) {
    List<String> hashes = new ArrayList<>();
    for (Table table : List.of(Table.USER_FACTORS, Table.ITEM_FACTORS)) {
      night.snapshot(table, Lane.SERVE).manifest().files().stream()
          .map(DataFile::sha256)
          .forEach(hashes::add);
    }
    return hashes;
  }
}
