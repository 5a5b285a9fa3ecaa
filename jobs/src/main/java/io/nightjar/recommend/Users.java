package io.nightjar.recommend;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.unix_micros;

import io.nightjar.config.RecommendConfig;
import io.nightjar.dense.InternalRows;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * Brings together all that is known of each user.
 *
 * <p>Users, factors and interactions are distributed alike and sorted by user, and then read side
 * by side: nothing but one user's interactions is ever held.
 */
final class Users {
  private static final String EXCLUDED = "excluded";
  private static final String AT = "at";

  /**
   * All users, by their numbers within each partition.
   *
   * @param index {@link Table#USER_INDEX}, or some of it: whose users these are
   * @param interactions {@link Table#INTERACTIONS}
   * @param factors {@link Table#USER_FACTORS}
   * @param attributes {@link Table#USERS}
   * @param segmentBy attribute that names the popularity segment
   * @param excluded which interactions exclude their item
   * @param config what becomes of a history, and the partitions of the result
   */
  static JavaRDD<User> of(
      Dataset<Row> index,
      Dataset<Row> interactions,
      Dataset<Row> factors,
      Dataset<Row> attributes,
      Optional<String> segmentBy,
      Column excluded,
      RecommendConfig config) {
    int partitions = config.partitions();
    Dataset<Row> pairs =
        interactions.select(
            col(Columns.USER_IX),
            col(Columns.ITEM_IX),
            col(Columns.WEIGHT),
            excluded.as(EXCLUDED),
            unix_micros(col(Columns.LAST_AT)).as(AT));
    JavaRDD<User> trained =
        byUser(segmented(index, attributes, segmentBy), partitions)
            .zipPartitions(
                byUser(factors.select(Columns.USER_IX, Columns.FACTORS), partitions),
                WithFactors::new);
    return trained.zipPartitions(
        byUser(pairs, partitions), (users, rows) -> new WithHistory(users, rows, config));
  }

  /**
   * The same users, each with everything excluded but the candidates given.
   *
   * @param users from {@link #of}
   * @param candidates user and item numbers; each pair once
   * @param items how many items there are; a user holds the numbers of all of them
   * @param partitions partitions that the users were made in
   */
  static JavaRDD<User> among(
      JavaRDD<User> users, Dataset<Row> candidates, int items, int partitions) {
    return users.zipPartitions(
        byUser(candidates.select(Columns.USER_IX, Columns.ITEM_IX), partitions),
        (all, pairs) -> new AmongCandidates(all, pairs, items));
  }

  /** User number, id and segment. */
  private static Dataset<Row> segmented(
      Dataset<Row> index, Dataset<Row> attributes, Optional<String> segmentBy) {
    if (segmentBy.isEmpty()) {
      return index.select(
          col(Columns.USER_IX), col(Columns.USER_ID), lit(null).cast("string").as(Columns.SEGMENT));
    }
    Column segment =
        concat(lit("segment:"), element_at(col(Columns.ATTRIBUTES), lit(segmentBy.get())));
    return index
        .join(
            attributes.select(col(Columns.USER_ID), segment.as(Columns.SEGMENT)),
            new String[] {Columns.USER_ID},
            "left")
        .select(Columns.USER_IX, Columns.USER_ID, Columns.SEGMENT);
  }

  private static JavaRDD<InternalRow> byUser(Dataset<Row> rows, int partitions) {
    return InternalRows.of(
        rows.repartition(partitions, col(Columns.USER_IX)).sortWithinPartitions(Columns.USER_IX));
  }

  /** Rows in the order of the user number, which is their first column. */
  private static final class Cursor {
    private final Iterator<InternalRow> rows;
    private InternalRow row;

    Cursor(Iterator<InternalRow> rows) {
      this.rows = rows;
      advance();
    }

    /** Passes over the rows of smaller numbers, and says whether there is one of this. */
    boolean seek(int user) {
      while (row != null && row.getInt(0) < user) {
        advance();
      }
      return row != null && row.getInt(0) == user;
    }

    /** The row that was come to, until the next is. */
    InternalRow row() {
      return row;
    }

    void advance() {
      row = rows.hasNext() ? rows.next() : null;
    }
  }

  /** Users of an index with their factors. */
  private static final class WithFactors implements Iterator<User> {
    private final Iterator<InternalRow> index;
    private final Cursor factors;

    WithFactors(Iterator<InternalRow> index, Iterator<InternalRow> factors) {
      this.index = index;
      this.factors = new Cursor(factors);
    }

    @Override
    public boolean hasNext() {
      return index.hasNext();
    }

    @Override
    public User next() {
      InternalRow row = index.next();
      int ix = row.getInt(0);
      return new User(
          ix,
          row.getUTF8String(1).copy(),
          row.isNullAt(2) ? null : row.getUTF8String(2).toString(),
          factors.seek(ix) ? factors.row().getArray(1).toFloatArray() : null,
          new int[0],
          new int[0],
          new float[0]);
    }
  }

  /** Users with what they had. */
  private static final class WithHistory implements Iterator<User> {
    private static final Comparator<Visit> LATEST_FIRST =
        Comparator.comparingLong(Visit::at).reversed().thenComparingInt(Visit::item);

    private final Iterator<User> users;
    private final Cursor pairs;
    private final int most;
    private final double halfLife;

    WithHistory(Iterator<User> users, Iterator<InternalRow> pairs, RecommendConfig config) {
      this.users = users;
      this.pairs = new Cursor(pairs);
      this.most = config.historyItems();
      this.halfLife = config.historyHalfLife();
    }

    private record Visit(long at, int item, float weight) {}

    @Override
    public boolean hasNext() {
      return users.hasNext();
    }

    @Override
    public User next() {
      User user = users.next();
      IntStream.Builder excluded = IntStream.builder();
      List<Visit> visits = new ArrayList<>();
      for (; pairs.seek(user.ix()); pairs.advance()) {
        InternalRow pair = pairs.row();
        if (pair.getBoolean(3)) {
          excluded.add(pair.getInt(1));
        }
        if (pair.getFloat(2) > 0) {
          visits.add(new Visit(pair.getLong(4), pair.getInt(1), pair.getFloat(2)));
        }
      }
      visits.sort(LATEST_FIRST);
      int length = Math.min(most, visits.size());
      int[] history = new int[length];
      float[] weights = new float[length];
      int later = 0;
      for (int i = 0; i < length; i++) {
        Visit visit = visits.get(i);
        if (i > 0 && visit.at() < visits.get(i - 1).at()) {
          later = i;
        }
        history[i] = visit.item();
        weights[i] = visit.weight() * share(later);
      }
      int[] items = excluded.build().toArray();
      Arrays.sort(items);
      return new User(
          user.ix(), user.id(), user.segment(), user.factors(), items, history, weights);
    }

    /** What an item counts with that the user has since had so many others than. */
    private float share(int later) {
      return halfLife == 0 ? 1 : (float) StrictMath.pow(0.5, later / halfLife);
    }
  }

  /** Users who are ranked nothing but some candidates. */
  private static final class AmongCandidates implements Iterator<User> {
    private final Iterator<User> users;
    private final Cursor pairs;
    private final int items;

    AmongCandidates(Iterator<User> users, Iterator<InternalRow> pairs, int items) {
      this.users = users;
      this.pairs = new Cursor(pairs);
      this.items = items;
    }

    @Override
    public boolean hasNext() {
      return users.hasNext();
    }

    @Override
    public User next() {
      User user = users.next();
      BitSet candidates = new BitSet(items);
      for (; pairs.seek(user.ix()); pairs.advance()) {
        candidates.set(pairs.row().getInt(1));
      }
      candidates.flip(0, items);
      return new User(
          user.ix(),
          user.id(),
          user.segment(),
          user.factors(),
          candidates.stream().toArray(),
          user.history(),
          user.weights());
    }
  }

  private Users() {}
}
