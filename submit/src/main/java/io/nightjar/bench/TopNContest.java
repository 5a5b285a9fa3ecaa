package io.nightjar.bench;

import io.nightjar.dense.InternalRows;
import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.FactorScorer;
import io.nightjar.recommend.ShippedFactors;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.recommendation.ALSModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;

/** The best items of every user by the dot product of random factors, from Parquet to Parquet. */
final class TopNContest {
  private static final long USERS_SEED = 1;
  private static final long ITEMS_SEED = 2;
  private static final double TOLERANCE = 1e-5;

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
    Results.write(
        model.setUserCol(TopLists.USER).setItemCol("item").recommendForAllUsers(n), folder);
  }

  /** Items go to every executor once, users stay where they are: nothing is shuffled. */
  private void ours(String folder) {
    ShippedFactors shipped =
        ShippedFactors.of(
            read(items),
            RandomFactors.ID,
            RandomFactors.FEATURES,
            shape.items(),
            shape.rank(),
            new BitSet(),
            Integer.MAX_VALUE);
    int count = n;
    JavaRDD<InternalRow> lists =
        VectorRow.read(read(users), RandomFactors.ID, RandomFactors.FEATURES)
            .mapPartitions(rows -> new TopLists(rows, shipped, count));
    Results.write(InternalRows.table(spark, lists, TopLists.SCHEMA), folder);
    shipped.destroy();
  }

  private Dataset<Row> read(String folder) {
    return spark.read().schema(RandomFactors.SCHEMA).parquet(folder);
  }

  /**
   * Rates the kernel alone: one thread, no Spark.
   *
   * @param runs counted runs, after one that is not
   * @return GFLOP/s of dot products; selecting the best takes time, but counts as no work
   */
  static Spread kernel(Shape shape, int n, int runs) {
    int users = Math.min(shape.users(), 2048);
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
      scorer.topK(factors, new int[users][], TopLists.selections(users, n));
      double seconds = (System.nanoTime() - start) / 1e9;
      if (run > 0) {
        rates.add(work / seconds);
      }
    }
    return Spread.of(rates);
  }
}
