package io.nightjar.bench;

import io.nightjar.dense.InternalRows;
import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.TopK;
import io.nightjar.recommend.ShippedFactors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
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
  private final int n;
  private Iterator<InternalRow> ready = List.<InternalRow>of().iterator();

  TopLists(Iterator<VectorRow> users, ShippedFactors items, int n) {
    this.users = users;
    this.items = items;
    this.n = n;
  }

  @Override
  public boolean hasNext() {
    if (!ready.hasNext() && users.hasNext()) {
      ready = batch();
    }
    return ready.hasNext();
  }

  @Override
  public InternalRow next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.next();
  }

  /** Empty selections, one a user. */
  static TopK[] selections(int users, int n) {
    TopK[] best = new TopK[users];
    Arrays.setAll(best, u -> new TopK(n));
    return best;
  }

  private Iterator<InternalRow> batch() {
    int rank = items.rank();
    int[] ids = new int[BATCH];
    float[] factors = new float[BATCH * rank];
    int count = 0;
    for (; count < BATCH && users.hasNext(); count++) {
      VectorRow user = users.next();
      ids[count] = user.getId();
      System.arraycopy(user.getFactors(), 0, factors, count * rank, rank);
    }
    TopK[] best = selections(count, n);
    items.topK(Arrays.copyOf(factors, count * rank), new int[count][], best);
    int[] found = new int[n];
    float[] scores = new float[n];
    List<InternalRow> rows = new ArrayList<>(count);
    for (int u = 0; u < count; u++) {
      Object[] list = new Object[best[u].drain(found, scores)];
      for (int i = 0; i < list.length; i++) {
        list[i] = InternalRows.row(found[i], scores[i]);
      }
      rows.add(InternalRows.row(ids[u], new GenericArrayData(list)));
    }
    return rows.iterator();
  }
}
