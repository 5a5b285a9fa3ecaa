package io.nightjar.popularity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.PopularityConfig;
import io.nightjar.run.Job;
import io.nightjar.run.JobContext;
import io.nightjar.run.UserError;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Ranks items by how popular they are.
 *
 * <p>Input: learnt {@link Table#INTERACTIONS} with a weight above 0, the indexes, and {@link
 * Table#USERS} for segments. Output: {@link Table#POPULAR_ITEMS} with the segments
 *
 * <ul>
 *   <li>{@code global}: every item ever seen, by the sum of its users' weights; items without any
 *       come last, by id;
 *   <li>{@code recent}: the items with the most recent users, those of the last {@code
 *       popularity.trending-days};
 *   <li>{@code trending}: the items with the greatest smoothed lift of recent users, see {@link
 *       Trending};
 *   <li>{@code segment:<value>}: by the weights of the users whose attribute {@code
 *       popularity.segment-by} has the value.
 * </ul>
 *
 * <p>In a log most of whose users came to their items in the last {@code popularity.trending-days}
 * nothing is recent or trending. Ties break by item id ascending. Scores compare within one segment
 * only.
 *
 * <p>Errors: {@link UserError} if no user has the attribute of {@code popularity.segment-by}.
 */
public final class PopularJob implements Job {
  @Override
  public String name() {
    return "popular";
  }

  @Override
  public String summary() {
    return "Ranks items by popularity: over all users, by segment of users, and by recent growth.";
  }

  @Override
  public Set<Table> inputs(Lane lane) {
    return Set.of(Table.INTERACTIONS, Table.ITEM_INDEX, Table.USER_INDEX, Table.USERS);
  }

  @Override
  public Set<Table> outputs(Lane lane) {
    return Set.of(Table.POPULAR_ITEMS);
  }

  @Override
  public List<Object> settings(NightjarConfig config) {
    return List.of(config.popularity());
  }

  @Override
  public void run(JobContext context) {
    PopularityConfig config = context.config().popularity();
    Dataset<Row> trained =
        context.read(Table.INTERACTIONS).where(col(Columns.WEIGHT).gt(0).and(col(Columns.LEARNT)));
    Dataset<Row> items = context.read(Table.ITEM_INDEX);
    Dataset<Row> shortLists = Trending.of(trained, items, config);
    if (config.segmentBy().isPresent()) {
      Dataset<Row> segments = segments(context, config.segmentBy().get());
      shortLists =
          shortLists.unionByName(
              Popularity.bySegment(trained, items, segments, config.minUsersPerSegment()));
    }
    Dataset<Row> lists =
        Popularity.ranked(Popularity.global(trained, items))
            .unionByName(
                Popularity.ranked(shortLists)
                    .where(col(Columns.RANK).leq(config.itemsPerSegment())));
    context
        .draft(Table.POPULAR_ITEMS)
        .check("score_not_negative", isnan(col(Columns.SCORE)).or(col(Columns.SCORE).lt(0)))
        .commit(lists);
  }

  private static Dataset<Row> segments(JobContext context, String attribute) {
    Dataset<Row> segments =
        Popularity.segments(context.read(Table.USERS), context.read(Table.USER_INDEX), attribute);
    if (segments.isEmpty()) {
      throw new UserError(
          "No user of the catalogue has the attribute '"
              + attribute
              + "' of popularity.segment-by; name one of ingest.users.*.attributes, or ~ for none");
    }
    return segments;
  }
}
