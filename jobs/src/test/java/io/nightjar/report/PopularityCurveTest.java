package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.report.NightReport.TopShare;
import io.nightjar.report.PopularityCurve.Group;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PopularityCurveTest {
  @Test
  void itemsOfEqualPopularityAreOneGroup() {
    // Item 0 has 202 users, 1 has 201, 2 has 200: two of three share 7 leading bits. 3 and 4 have
    // 5.
    assertEquals(
        List.of(new Group(1, 202), new Group(2, 401), new Group(2, 10)),
        PopularityCurve.groups(usersOfItems(202, 201, 200, 5, 5)));
  }

  @Test
  void theCurveIsStraightBetweenGroups() {
    // One item with 4 users, three with 1: the top quarter holds 4 of 7, the top half 5 of 7.
    List<TopShare> curve = PopularityCurve.of(usersOfItems(1, 4, 1, 1));
    assertEquals(0, at(curve, 0));
    assertEquals(0.4 * 4 / 7, at(curve, 0.1), 1e-12);
    assertEquals(5.0 / 7, at(curve, 0.5), 1e-12);
    assertEquals(1, at(curve, 1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithCountingItemByItem(long seed) {
    Random random = new Random(seed);
    List<Long> users = new ArrayList<>();
    List<Group> groups = new ArrayList<>();
    for (int item = 0; item < 1_000; item++) {
      users.add((long) (1 + 100 / (1 + random.nextInt(100))));
    }
    users.sort(Collections.reverseOrder());
    users.stream()
        .distinct()
        .forEach(
            n -> {
              long items = Collections.frequency(users, n);
              groups.add(new Group(items, n * items));
            });
    double total = users.stream().mapToLong(n -> n).sum();
    for (TopShare point : PopularityCurve.curve(groups)) {
      long top = Math.round(1_000 * point.items());
      long held = users.stream().limit(top).mapToLong(n -> n).sum();
      assertEquals(held / total, point.interactions(), 1e-12, "top " + top + ", seed " + seed);
    }
  }

  @Test
  void nothingHasNoCurve() {
    assertEquals(List.of(), PopularityCurve.of(usersOfItems()));
  }

  private static double at(List<TopShare> curve, double items) {
    return curve.stream().filter(p -> p.items() == items).findFirst().orElseThrow().interactions();
  }

  private static Dataset<Row> usersOfItems(int... users) {
    List<Row> rows = new ArrayList<>();
    for (int item = 0; item < users.length; item++) {
      for (int user = 0; user < users[item]; user++) {
        rows.add(TestWarehouse.interaction(user, item));
      }
    }
    return SharedSpark.session().createDataFrame(rows, Table.INTERACTIONS.schema());
  }
}
