package io.nightjar.bench;

import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.TopK;
import io.nightjar.recommend.ShippedFactors;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeArrayWriter;
import org.apache.spark.sql.catalyst.expressions.codegen.UnsafeRowWriter;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The best items of a partition of users, a batch at a time, as rows in Spark's own form. */
final class TopLists implements Iterator<InternalRow> {
  static final String USER = "user";

  /** The columns of MLlib's lists. */
  static final StructType SCHEMA =
      new StructType()
          .add(USER, DataTypes.IntegerType)
          .add(
              "items",
              DataTypes.createArrayType(
                  new StructType()
                      .add("item", DataTypes.IntegerType)
                      .add("score", DataTypes.FloatType)));

  private static final int BATCH = 512;

  private final Iterator<VectorRow> users;
  private final ShippedFactors items;
  private final UnsafeRowWriter row = new UnsafeRowWriter(2);
  private final int[] found;
  private final float[] scores;
  private final int[] ids = new int[BATCH];
  private final TopK[] best;
  private int ready;
  private int next;

  TopLists(Iterator<VectorRow> users, ShippedFactors items, int n) {
    this.users = users;
    this.items = items;
    this.found = new int[n];
    this.scores = new float[n];
    this.best = selections(BATCH, n);
  }

  @Override
  public boolean hasNext() {
    if (next == ready && users.hasNext()) {
      ready = batch();
      next = 0;
    }
    return next < ready;
  }

  /** The next row, in memory that the one after it overwrites. */
  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int length = best[next].drain(found, scores);
    row.reset();
    row.zeroOutNullBytes();
    row.write(0, ids[next++]);
    int start = row.cursor();
    UnsafeArrayWriter list = new UnsafeArrayWriter(row, Long.BYTES);
    list.initialize(length);
    for (int i = 0; i < length; i++) {
      int before = list.cursor();
      UnsafeRowWriter item = new UnsafeRowWriter(list, 2);
      item.resetRowWriter();
      item.write(0, found[i]);
      item.write(1, scores[i]);
      list.setOffsetAndSizeFromPreviousCursor(i, before);
    }
    row.setOffsetAndSizeFromPreviousCursor(1, start);
    return row.getRow();
  }

  /** Empty selections, one a user. */
  static TopK[] selections(int users, int n) {
    TopK[] best = new TopK[users];
    Arrays.setAll(best, u -> new TopK(n));
    return best;
  }

  /** Selects for the users that come next, and says how many they are. */
  private int batch() {
    int rank = items.rank();
    float[] factors = new float[BATCH * rank];
    int count = 0;
    for (; count < BATCH && users.hasNext(); count++) {
      VectorRow user = users.next();
      ids[count] = user.getId();
      System.arraycopy(user.getFactors(), 0, factors, count * rank, rank);
    }
    items.topK(Arrays.copyOf(factors, count * rank), new int[count][], Arrays.copyOf(best, count));
    return count;
  }
}
