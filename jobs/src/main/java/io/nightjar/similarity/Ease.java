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
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Embarrassingly shallow autoencoders: the weights B of diagonal 0 by which users' items predict
 * their items best, least squares with λ on the squares of B (Steck, "Embarrassingly Shallow
 * Autoencoders for Sparse Data", WWW 2019, equation 8): B_ij = −P_ij / P_jj with P = (XᵀX + λI)⁻¹,
 * X being the users' items as ones. Of each item i the weights of the greatest |B_ij| are kept, and
 * item j's neighbours are the items of which a weight for j is: what a user's items speak for most
 * keeps its weights, however many items speak for it. A weight below 0 says that who has i wants j
 * the less, and predictions are worse without.
 *
 * <p>Two exponents go beyond the paper, which has 0 for both. A user of n items weighs n^−a in the
 * squares, as who has many says less by each; and λ of the weights by which an item predicts is λ ·
 * (d / its mean)^b, d being the weight of the item's users, as in the frequency-scaled
 * regularisation of ALS: P = (XᵀWX + Λ)⁻¹. The mean weight of an observation is 1, so λ means the
 * same for every a.
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
    regularize(matrix, count(baskets, items, matrix, config.ease()), config.ease());
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

  /**
   * Adds what users' items have in common; one block of users at a time is on the driver.
   *
   * @return the diagonal
   */
  private static double[] count(
      Baskets baskets, int[] items, SymmetricTiles matrix, SimilarityConfig.Ease config) {
    ItemStats stats = baskets.stats();
    int[] rows = new int[stats.items()];
    Arrays.setAll(rows, item -> Arrays.binarySearch(items, item));
    int most = IntStream.of(items).map(stats::users).max().orElse(1);
    int one = Integer.highestOneBit(SymmetricTiles.MOST_UNITS / most);
    double[] diagonal = new double[items.length];
    long observations = 0;
    Iterator<UserBlock> blocks = baskets.blocks().toLocalIterator();
    while (blocks.hasNext()) {
      UserBlock block = blocks.next();
      observations += block.items.length;
      for (int u = 0; u < block.users.length; u++) {
        int end = block.offsets[u + 1];
        double weight = StrictMath.pow(end - block.offsets[u], -config.userAlpha());
        int units = (int) Math.max(1, Math.round(weight * one));
        for (int e = block.offsets[u]; e < end; e++) {
          int row = rows[block.items[e]];
          diagonal[row] += units;
          for (int f = e; f < end; f++) {
            matrix.count(row, rows[block.items[f]], units);
          }
        }
      }
    }
    double unit = observations / DoubleStream.of(diagonal).sum();
    matrix.countsTo(unit);
    return DoubleStream.of(diagonal).map(units -> unit * units).toArray();
  }

  private static void regularize(
      SymmetricTiles matrix, double[] diagonal, SimilarityConfig.Ease config) {
    double mean = DoubleStream.of(diagonal).average().orElse(1);
    for (int row = 0; row < diagonal.length; row++) {
      double share = StrictMath.pow(diagonal[row] / mean, config.itemAlpha());
      matrix.add(row, row, (float) (config.regularization() * share));
    }
  }

  private static List<NeighbourList> lists(SymmetricTiles inverse, int[] items, int most) {
    float[] diagonal = new float[items.length];
    each(items).forEach(row -> diagonal[row] = row(inverse, items, row)[row]);
    Weights[] kept =
        each(items)
            .mapToObj(row -> Weights.heaviest(row(inverse, items, row), diagonal, row, most))
            .toArray(Weights[]::new);
    int[] ends = new int[items.length + 1];
    for (Weights weights : kept) {
      for (int other : weights.others) {
        ends[other + 1]++;
      }
    }
    Arrays.parallelPrefix(ends, Integer::sum);
    int[] starts = ends.clone();
    int[] speakers = new int[ends[items.length]];
    float[] values = new float[ends[items.length]];
    for (int row = 0; row < items.length; row++) {
      for (int k = 0; k < kept[row].others.length; k++) {
        int place = starts[kept[row].others[k]]++;
        speakers[place] = items[row];
        values[place] = kept[row].values[k];
      }
      kept[row] = null;
    }
    return each(items)
        .filter(row -> ends[row] < ends[row + 1])
        .mapToObj(row -> list(items[row], speakers, values, ends[row], ends[row + 1]))
        .toList();
  }

  private static IntStream each(int[] items) {
    return IntStream.range(0, items.length).parallel();
  }

  private static float[] row(SymmetricTiles inverse, int[] items, int row) {
    float[] elements = new float[items.length];
    inverse.row(row, elements);
    return elements;
  }

  private static NeighbourList list(int item, int[] speakers, float[] values, int from, int to) {
    TopK best = new TopK(to - from);
    for (int place = from; place < to; place++) {
      best.offer(speakers[place], values[place]);
    }
    int[] others = new int[to - from];
    float[] scores = new float[to - from];
    best.drain(others, scores);
    return new NeighbourList(item, Measure.EASE, others, scores);
  }

  /** What an item says of others, by their rows of the matrix. */
  private record Weights(int[] others, float[] values) {
    /**
     * Those of the greatest size, that are not 0.
     *
     * @param elements the item's row of P
     * @param diagonal of P
     */
    static Weights heaviest(float[] elements, float[] diagonal, int row, int most) {
      TopK heaviest = new TopK(most);
      for (int other = 0; other < elements.length; other++) {
        float size = Math.abs(elements[other] / diagonal[other]);
        if (size != 0 && other != row) {
          heaviest.offer(other, size);
        }
      }
      int[] others = new int[heaviest.size()];
      heaviest.drain(others, new float[others.length]);
      float[] values = new float[others.length];
      for (int k = 0; k < others.length; k++) {
        values[k] = -elements[others[k]] / diagonal[others[k]];
      }
      return new Weights(others, values);
    }
  }

  private Ease() {}
}
