package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import io.nightjar.linalg.ItemStats;
import io.nightjar.linalg.SymmetricTiles;
import io.nightjar.linalg.TopK;
import io.nightjar.run.UserError;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Embarrassingly shallow autoencoders: the weights B of diagonal 0 by which users' items predict
 * their items best, least squares with λ on the squares of B (Steck, "Embarrassingly Shallow
 * Autoencoders for Sparse Data", WWW 2019, equation 8): B_ij = −P_ij / P_jj with P = (XᵀX + λI)⁻¹,
 * X being the users' items as ones. Item j's neighbours are the items i of the greatest |B_ij|: a
 * weight below 0 says that who has i wants j the less, and predictions are worse without.
 *
 * <p>Solved on the driver, by all its cores. Memory: that of {@link SymmetricTiles}, of as many
 * rows as there are items with users; asked for before anything is counted. Work: its cube.
 */
final class Ease {
  private static final long SLICE_BYTES = 16 << 20;

  /**
   * The lists that are not empty, by item.
   *
   * @throws UserError if the matrix does not fit the driver's memory
   */
  static JavaRDD<NeighbourList> lists(Baskets baskets, SimilarityConfig config) {
    int[] items = items(baskets.stats());
    requireMemory(items.length);
    SymmetricTiles matrix = new SymmetricTiles(items.length);
    count(baskets, items, matrix);
    for (int row = 0; row < items.length; row++) {
      matrix.add(row, row, (float) config.ease().regularization());
    }
    matrix.invert();
    List<NeighbourList> lists = lists(matrix, items, config.neighbours());
    return JavaSparkContext.fromSparkContext(baskets.session().sparkContext())
        .parallelize(lists, slices(lists));
  }

  /** Lists travel with the tasks, and Spark refuses a task of more than 128 MB. */
  private static int slices(List<NeighbourList> lists) {
    long pairs = lists.stream().mapToLong(list -> list.others().length).sum();
    return (int) (1 + pairs * (Integer.BYTES + Float.BYTES) / SLICE_BYTES);
  }

  private static int[] items(ItemStats stats) {
    return IntStream.range(0, stats.items()).filter(item -> stats.users(item) > 0).toArray();
  }

  private static void requireMemory(int items) {
    long needed = SymmetricTiles.bytes(items);
    long most = (long) (SimilarJob.EASE_SHARE * Runtime.getRuntime().maxMemory());
    if (needed > most) {
      throw new UserError(
          ("Cannot solve similarity.measures: ease for %,d items: it takes %,d MB of the driver's"
                  + " memory, and may have %,d; raise --driver-memory, or leave rare items out by"
                  + " prepare.min-users-per-item")
              .formatted(items, needed >> 20, most >> 20));
    }
  }

  /** Adds what users' items have in common; one block of users at a time is on the driver. */
  private static void count(Baskets baskets, int[] items, SymmetricTiles matrix) {
    int[] rows = new int[baskets.stats().items()];
    Arrays.setAll(rows, item -> Arrays.binarySearch(items, item));
    Iterator<UserBlock> blocks = baskets.blocks().toLocalIterator();
    while (blocks.hasNext()) {
      UserBlock block = blocks.next();
      for (int u = 0; u < block.users.length; u++) {
        int end = block.offsets[u + 1];
        for (int e = block.offsets[u]; e < end; e++) {
          int row = rows[block.items[e]];
          for (int f = e; f < end; f++) {
            matrix.add(row, rows[block.items[f]], 1);
          }
        }
      }
    }
  }

  private static List<NeighbourList> lists(SymmetricTiles inverse, int[] items, int neighbours) {
    return IntStream.range(0, items.length)
        .parallel()
        .mapToObj(row -> list(inverse, row, items, neighbours))
        .filter(list -> list.others().length > 0)
        .toList();
  }

  private static NeighbourList list(SymmetricTiles inverse, int row, int[] items, int neighbours) {
    float[] elements = new float[items.length];
    inverse.row(row, elements);
    float[] weights = new float[items.length];
    TopK heaviest = new TopK(neighbours);
    for (int column = 0; column < items.length; column++) {
      weights[column] = -elements[column] / elements[row];
      if (weights[column] != 0 && column != row) {
        heaviest.offer(column, Math.abs(weights[column]));
      }
    }
    int[] columns = new int[heaviest.size()];
    heaviest.drain(columns, new float[columns.length]);
    TopK best = new TopK(Math.max(1, columns.length));
    for (int column : columns) {
      best.offer(items[column], weights[column]);
    }
    int[] others = new int[columns.length];
    float[] scores = new float[columns.length];
    best.drain(others, scores);
    return new NeighbourList(items[row], Measure.EASE, others, scores);
  }

  private Ease() {}
}
