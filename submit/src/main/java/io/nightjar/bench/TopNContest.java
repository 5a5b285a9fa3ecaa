package io.nightjar.bench;

import static org.apache.spark.sql.functions.arrays_zip;
import static org.apache.spark.sql.functions.col;

import io.nightjar.dense.DenseArrays;
import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.FactorScorer;
import io.nightjar.linalg.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** The best items of every user by the dot product of random factors, from Parquet to Parquet. */
final class TopNContest {
  private static final long USERS_SEED = 1;
  private static final long ITEMS_SEED = 2;
  private static final int BLOCK = 256;
  private static final double TOLERANCE = 1e-5;
  private static final String USER = "user";
  private static final String ITEMS = "items";
  private static final String SCORES = "scores";

  private final SparkSession spark;
  private final Shape shape;
  private final int n;
  private final String users;
  private final String items;

  private TopNContest(SparkSession spark, Shape shape, int n, Scratch scratch) {
    this.spark = spark;
    this.shape = shape;
    this.n = n;
    this.users = scratch.fresh("factors/" + shape + "/users");
    this.items = scratch.fresh("factors/" + shape + "/items");
  }

  /** Writes the factors, and sets the contest up. */
  static Contest of(SparkSession spark, Shape shape, int n, Scratch scratch) {
    TopNContest contest = new TopNContest(spark, shape, n, scratch);
    RandomFactors.of(spark, shape.users(), shape.rank(), USERS_SEED).write().parquet(contest.users);
    RandomFactors.of(spark, shape.items(), shape.rank(), ITEMS_SEED).write().parquet(contest.items);
    return new Contest(
        "top-n " + shape,
        "The best %d of %,d items for each of %,d users, rank %d"
            .formatted(n, shape.items(), shape.users(), shape.rank()),
        new Contest.Side("Nightjar", contest::ours),
        List.of(new Contest.Side("MLlib recommendForAllUsers", contest::mllib)),
        new ListJudge(spark, n, TOLERANCE));
  }

  private void mllib(String folder) {
    ALSModel model = new ALSModel("bench", shape.rank(), read(users), read(items));
    model.setUserCol(USER).setItemCol("item").recommendForAllUsers(n).write().parquet(folder);
  }

  /** Items go to every executor once, users stay where they are: nothing is shuffled. */
  private void ours(String folder) {
    long bytes = (long) shape.items() * shape.rank() * Float.BYTES;
    float[] factors =
        new DenseArrays(bytes, "the shape")
            .vectors(
                read(items), RandomFactors.ID, RandomFactors.FEATURES, shape.items(), shape.rank());
    FactorScorer scorer = FactorScorer.of(factors, shape.rank(), new BitSet());
    Broadcast<FactorScorer> model =
        JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(scorer);
    int count = n;
    MapPartitionsFunction<VectorRow, TopList> task = rows -> lists(rows, model.value(), count);
    VectorRow.read(read(users), RandomFactors.ID, RandomFactors.FEATURES)
        .mapPartitions(task, Encoders.bean(TopList.class))
        .select(
            col(USER),
            arrays_zip(col(ITEMS), col(SCORES)).cast("array<struct<item:int,score:float>>"))
        .write()
        .option("parquet.enable.dictionary", "false") // scores hardly repeat
        .parquet(folder);
    model.destroy();
  }

  private Dataset<Row> read(String folder) {
    return spark.read().parquet(folder);
  }

  private static Iterator<TopList> lists(Iterator<VectorRow> users, FactorScorer scorer, int n) {
    return new Iterator<>() {
      private Iterator<TopList> block = List.<TopList>of().iterator();

      @Override
      public boolean hasNext() {
        if (!block.hasNext() && users.hasNext()) {
          block = block(users, scorer, n);
        }
        return block.hasNext();
      }

      @Override
      public TopList next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return block.next();
      }
    };
  }

  private static Iterator<TopList> block(Iterator<VectorRow> users, FactorScorer scorer, int n) {
    int rank = scorer.rank();
    int[] ids = new int[BLOCK];
    float[] factors = new float[BLOCK * rank];
    int count = 0;
    for (; count < BLOCK && users.hasNext(); count++) {
      VectorRow user = users.next();
      ids[count] = user.getId();
      System.arraycopy(user.getFactors(), 0, factors, count * rank, rank);
    }
    TopK[] best = topK(count, n);
    scorer.topK(Arrays.copyOf(factors, count * rank), new int[count][], best);
    List<TopList> rows = new ArrayList<>(count);
    for (int u = 0; u < count; u++) {
      int[] items = new int[best[u].size()];
      float[] scores = new float[items.length];
      best[u].drain(items, scores);
      rows.add(TopList.of(ids[u], items, scores));
    }
    return rows.iterator();
  }

  private static TopK[] topK(int count, int n) {
    TopK[] best = new TopK[count];
    Arrays.setAll(best, u -> new TopK(n));
    return best;
  }

  /**
   * Rates the kernel alone: one thread, no Spark.
   *
   * @param runs counted runs, after one that is not
   * @return GFLOP/s of dot products; selecting the best takes time, but counts as no work
   */
  static Spread kernel(Shape shape, int n, int runs) {
    int users = Math.min(shape.users(), 8 * BLOCK);
    float[] factors = RandomFactors.array(users, shape.rank(), USERS_SEED);
    FactorScorer scorer =
        FactorScorer.of(
            RandomFactors.array(shape.items(), shape.rank(), ITEMS_SEED),
            shape.rank(),
            new BitSet());
    double work = new Shape(users, shape.items(), shape.rank()).flops() / 1e9;
    List<Double> rates = new ArrayList<>();
    for (int run = 0; run <= runs; run++) {
      long start = System.nanoTime();
      scorer.topK(factors, new int[users][], topK(users, n));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (run > 0) {
        rates.add(work / seconds);
      }
    }
    return Spread.of(rates);
  }
}
