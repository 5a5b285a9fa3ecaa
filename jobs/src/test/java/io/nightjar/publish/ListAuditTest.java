package io.nightjar.publish;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Table;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** Items a to e, of which e is not available; lists of two. */
class ListAuditTest {
  private static final Dataset<Row> USERS =
      rows(Table.USER_INDEX, RowFactory.create("ann", 0), RowFactory.create("bob", 1));
  private static final Dataset<Row> ITEMS =
      rows(
          Table.ITEM_INDEX,
          RowFactory.create("a", 0),
          RowFactory.create("b", 1),
          RowFactory.create("c", 2),
          RowFactory.create("d", 3),
          RowFactory.create("e", 4));
  private static final Dataset<Row> CATALOGUE =
      rows(
          Table.ITEMS,
          RowFactory.create("a", "A", List.of(), true, Map.of()),
          RowFactory.create("e", "E", List.of(), false, Map.of()),
          RowFactory.create("elsewhere", "never in a log", List.of(), false, Map.of()));

  /** Ann has had a, e and, without it counting as seen, d; bob has had a, b and c. */
  private static final Dataset<Row> INTERACTIONS =
      rows(
          Table.INTERACTIONS,
          interaction(0, 0, true),
          interaction(0, 4, true),
          interaction(0, 3, false),
          interaction(1, 0, true),
          interaction(1, 1, true),
          interaction(1, 2, true));

  private static final Row ANN = list("ann", item("d", 0.9f), item("b", 0.5f));
  private static final Row BOB = list("bob", item("d", 0.9f));

  @Test
  void soundListsHaveNoViolations() {
    ListAudit audit = audit(ANN, BOB);
    assertEquals(2, audit.users());
    assertEquals(0, audit.shortLists(), "bob can only be recommended d");
    assertEquals(Map.of(), found(audit));
    assertEquals(9, audit.violations().size());
  }

  @Test
  void aListShorterThanItCouldBeIsShort() {
    assertEquals(1, audit(list("ann", item("d", 1)), BOB).shortLists());
    assertEquals(2, audit(list("ann", item("d", 1)), list("bob")).shortLists());
    assertEquals(Map.of(), found(audit(ANN, list("bob"))));
  }

  @Test
  void everyKnownUserHasAListAndNobodyElse() {
    assertEquals(Map.of("user_has_list", 1L), found(audit(BOB)));
    assertEquals(Map.of("user_known", 1L), found(audit(ANN, BOB, list("eve"))));
  }

  @Test
  void listsAreNoLongerThanAsked() {
    Row ann = list("ann", item("d", 3), item("c", 2), item("b", 1));
    assertEquals(Map.of("length_at_most_n", 1L), found(audit(ann, BOB)));
  }

  @Test
  void noItemIsRepeatedSeenUnavailableOrUnknown() {
    assertEquals(
        Map.of("item_not_repeated", 1L),
        found(audit(list("ann", item("d", 2), item("d", 1)), BOB)));
    assertEquals(
        Map.of("item_not_seen", 1L), found(audit(list("ann", item("d", 2), item("a", 1)), BOB)));
    assertEquals(Map.of("item_available", 1L), found(audit(ANN, list("bob", item("e", 1)))));
    assertEquals(
        Map.of("item_known", 1L), found(audit(list("ann", item("d", 2), item("x", 1)), BOB)));
  }

  @Test
  void scoresAreFiniteAndDoNotIncrease() {
    assertEquals(
        Map.of("score_not_increasing", 1L),
        found(audit(list("ann", item("d", 0.1f), item("b", 0.2f)), BOB)));
    assertEquals(
        Map.of("score_finite", 2L),
        found(
            audit(
                list("ann", item("d", Float.NaN), item("b", 1)),
                list("bob", item("d", Float.NEGATIVE_INFINITY)))));
    assertEquals(
        Map.of(), found(audit(list("ann", item("d", 1), item("b", 1)), BOB)), "equal is sound");
  }

  private static ListAudit audit(Row... lists) {
    return ListAudit.of(
        rows(Table.RECOMMENDATIONS, lists), USERS, ITEMS, INTERACTIONS, CATALOGUE, 2);
  }

  private static Dataset<Row> rows(Table table, Row... rows) {
    return SharedSpark.session().createDataFrame(Arrays.asList(rows), table.schema());
  }

  private static Map<String, Long> found(ListAudit audit) {
    Map<String, Long> found = new TreeMap<>(audit.violations());
    found.values().removeIf(count -> count == 0);
    return found;
  }

  private static Row list(String user, Row... items) {
    return RowFactory.create(user, Arrays.asList(items));
  }

  private static Row item(String id, float score) {
    return RowFactory.create(id, score, "als", null);
  }

  private static Row interaction(int user, int item, boolean seen) {
    return RowFactory.create(user, item, 1f, seen, Timestamp.valueOf("2026-01-01 00:00:00"), true);
  }
}
