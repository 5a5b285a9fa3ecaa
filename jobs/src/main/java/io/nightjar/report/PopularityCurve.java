package io.nightjar.report;

import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.call_function;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.greatest;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.report.NightReport.TopShare;
import io.nightjar.schema.Columns;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Share of interactions that the most popular items hold: the Lorenz curve (Lorenz, "Methods of
 * Measuring the Concentration of Wealth", 1905), from the top.
 *
 * <p>Items are counted in groups of about equal popularity: exactly equal below 128 users, and
 * within 1/64 of each other above. So some thousand rows reach the driver, however many items there
 * are.
 */
final class PopularityCurve {
  private static final int EXACT_BITS = 7;
  private static final String N = "_n";
  private static final String GROUP = "_group";
  private static final String ITEMS = "_items";
  private static final String TOTAL = "_total";

  /** Shares of items, in thousandths, dense where the curve bends. */
  private static final int[] PLACES = {
    0, 1, 2, 5, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 120, 140, 160, 180, 200, 220, 240, 260,
    280, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 1000
  };

  /** Items of about equal popularity. */
  record Group(long items, long interactions) {}

  /** The curve of a table of interactions; empty for an empty table. */
  static List<TopShare> of(Dataset<Row> interactions) {
    return curve(groups(interactions));
  }

  /** Groups, the most popular first. */
  static List<Group> groups(Dataset<Row> interactions) {
    Column dropped = greatest(length(bin(col(N))).minus(EXACT_BITS), lit(0));
    return interactions
        .groupBy(Columns.ITEM_IX)
        .agg(count(lit(1)).as(N))
        .groupBy(
            call_function("shiftleft", call_function("shiftright", col(N), dropped), dropped)
                .as(GROUP))
        .agg(count(lit(1)).as(ITEMS), sum(N).as(TOTAL))
        .orderBy(col(GROUP).desc())
        .collectAsList()
        .stream()
        .map(row -> new Group(row.getLong(1), row.getLong(2)))
        .toList();
  }

  /** The curve through the groups' edges, straight between them. */
  static List<TopShare> curve(List<Group> groups) {
    long items = groups.stream().mapToLong(Group::items).sum();
    long interactions = groups.stream().mapToLong(Group::interactions).sum();
    if (items == 0) {
      return List.of();
    }
    List<TopShare> curve = new ArrayList<>();
    int next = 0;
    long itemsBefore = 0;
    long interactionsBefore = 0;
    for (int place : PLACES) {
      double wanted = items * place / 1000.0;
      while (next < groups.size() && itemsBefore + groups.get(next).items() <= wanted) {
        itemsBefore += groups.get(next).items();
        interactionsBefore += groups.get(next).interactions();
        next++;
      }
      double held = interactionsBefore;
      if (next < groups.size()) {
        Group group = groups.get(next);
        held += (wanted - itemsBefore) * group.interactions() / group.items();
      }
      curve.add(new TopShare(place / 1000.0, held / interactions));
    }
    return curve;
  }

  private PopularityCurve() {}
}
