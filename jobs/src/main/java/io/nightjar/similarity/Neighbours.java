package io.nightjar.similarity;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.dense.DenseArrays;
import io.nightjar.linalg.CsrMatrix;
import io.nightjar.linalg.ItemStats;
import io.nightjar.linalg.SimilarityKernel;
import io.nightjar.linalg.TopK;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import scala.Tuple2;

/** Every item's nearest neighbours, exactly, block by block. */
public final class Neighbours {
  /**
   * Makes the similar items.
   *
   * @param capped user number, item number, weight &gt; 0
   * @param names item ids by item number
   * @param arrays budget of what is brought to the driver
   * @return {@link Table#SIMILAR_ITEMS}, items with no neighbour left out
   */
  public static Dataset<Row> of(
      Dataset<Row> capped, String[] names, SimilarityConfig config, DenseArrays arrays) {
    JavaSparkContext spark =
        JavaSparkContext.fromSparkContext(capped.sparkSession().sparkContext());
    Broadcast<ItemStats> stats = spark.broadcast(stats(capped, names.length, config, arrays));
    Broadcast<String[]> ids = spark.broadcast(names);
    ItemBlocks blocks = new ItemBlocks(config.blocks());
    JavaPairRDD<Long, ItemBlocks.UserRow> routed = blocks.distribute(UserRows.grouped(capped));
    int count = config.blocks();
    JavaRDD<Row> neighbours =
        routed.mapPartitionsWithIndex(
            (block, rows) ->
                neighbours(rows, block, new ItemBlocks(count), stats.value(), config, ids.value()),
            true);
    return capped.sparkSession().createDataFrame(neighbours, Table.SIMILAR_ITEMS.schema());
  }

  private static ItemStats stats(
      Dataset<Row> capped, int items, SimilarityConfig config, DenseArrays arrays) {
    // Exact decimals, so that the sum does not depend on its order.
    Dataset<Row> perItem =
        capped
            .groupBy(Columns.ITEM_IX)
            .agg(
                count(lit(1)).as("users"),
                sum(col(Columns.WEIGHT)
                        .cast("double")
                        .multiply(col(Columns.WEIGHT).cast("double"))
                        .cast("decimal(28,12)"))
                    .cast("double")
                    .as("squares"));
    long users = capped.select(Columns.USER_IX).distinct().count();
    boolean weighted = config.weighted() && config.measure() == SimilarityConfig.Measure.COSINE;
    return new ItemStats(
        arrays.ints(perItem, Columns.ITEM_IX, "users", items),
        weighted ? arrays.doubles(perItem, Columns.ITEM_IX, "squares", items) : null,
        users);
  }

  private static Iterator<Row> neighbours(
      Iterator<Tuple2<Long, ItemBlocks.UserRow>> rows,
      int block,
      ItemBlocks blocks,
      ItemStats stats,
      SimilarityConfig config,
      String[] ids) {
    CsrMatrix.Builder matrix = new CsrMatrix.Builder();
    while (rows.hasNext()) {
      ItemBlocks.UserRow user = rows.next()._2();
      matrix.row();
      for (int i = 0; i < user.items().length; i++) {
        matrix.add(user.items()[i], user.weights()[i]);
      }
    }
    SimilarityKernel kernel =
        new SimilarityKernel(matrix.build(), item -> blocks.owns(block, item), stats, config);
    TopK best = new TopK(config.neighbours());
    int[] found = new int[config.neighbours()];
    float[] scores = new float[config.neighbours()];
    return IntStream.of(kernel.items())
        .mapToObj(
            item -> {
              kernel.neighbours(item, best);
              int length = best.drain(found, scores);
              List<Row> similar = new ArrayList<>(length);
              for (int i = 0; i < length; i++) {
                similar.add(RowFactory.create(found[i], ids[found[i]], scores[i]));
              }
              return RowFactory.create(item, ids[item], similar.toArray(Row[]::new));
            })
        .filter(row -> ((Row[]) row.get(2)).length > 0)
        .iterator();
  }

  private Neighbours() {}
}
