package io.nightjar.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.struct;

import io.nightjar.dense.DenseArrays;
import io.nightjar.schema.Columns;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.collection.Seq;

/**
 * What implicit matrix factorisation minimises: Hu, Koren, Volinsky, <i>Collaborative Filtering for
 * Implicit Feedback Datasets</i> (2008), equation 3, with the regularisation scaled by the number
 * of a row's interactions as in Zhou et al. (2008):
 *
 * <pre>
 * Σ over all u, i of c(u,i) (p(u,i) − x(u)·y(i))²  +  λ (Σ n(u) |x(u)|² + Σ n(i) |y(i)|²)
 * </pre>
 *
 * <p>p is 1 and c is 1 + α·weight for a pair that interacted, 0 and 1 for any other. The sum over
 * all pairs of (x·y)² is the sum of the products of the two Gramians' cells, so that only pairs
 * that interacted are visited.
 */
final class ImplicitLoss {
  /**
   * Computes the loss, in doubles.
   *
   * @param interactions user number, item number, weight &gt; 0; one row a pair
   * @param users number and factors of every user
   * @param items number and factors of every item
   * @param rank factors each
   */
  static double of(
      Dataset<Row> interactions,
      Dataset<Row> users,
      Dataset<Row> items,
      int rank,
      double alpha,
      double lambda) {
    double everyPair = cells(gramian(users, rank), gramian(items, rank));
    int count = DenseArrays.size(items, Columns.ITEM_IX);
    long bytes = (long) count * rank * Float.BYTES;
    Broadcast<float[]> factors =
        JavaSparkContext.fromSparkContext(users.sparkSession().sparkContext())
            .broadcast(
                new DenseArrays(bytes, "the rank")
                    .vectors(items, Columns.ITEM_IX, Columns.FACTORS, count, rank));
    double interacted =
        interactions
            .groupBy(Columns.USER_IX)
            .agg(collect_list(struct(col(Columns.ITEM_IX), col(Columns.WEIGHT))).as("pairs"))
            .join(users, Columns.USER_IX)
            .select("pairs", Columns.FACTORS)
            .toJavaRDD()
            .map(user -> ofUser(user.getSeq(0), user.getSeq(1), factors.value(), alpha, lambda))
            .fold(0.0, Double::sum);
    factors.destroy();
    return everyPair + interacted;
  }

  /** What a user's own pairs add to the sum over all pairs of (x·y)². */
  private static double ofUser(
      Seq<Row> pairs, Seq<Float> factors, float[] items, double alpha, double lambda) {
    int rank = factors.length();
    double[] x = new double[rank];
    for (int f = 0; f < rank; f++) {
      x[f] = factors.apply(f);
    }
    double sum = 0;
    for (int p = 0; p < pairs.length(); p++) {
      Row pair = pairs.apply(p);
      int at = pair.getInt(0) * rank;
      double score = 0;
      double squares = 0;
      for (int f = 0; f < rank; f++) {
        double y = items[at + f];
        score += x[f] * y;
        squares += x[f] * x[f] + y * y;
      }
      double miss = 1 - score;
      // Each pair adds λ|x|² and λ|y|² once, so a row's factors count once for each of its pairs.
      sum += (1 + alpha * pair.getFloat(1)) * miss * miss - score * score + lambda * squares;
    }
    return sum;
  }

  private static double[] gramian(Dataset<Row> factors, int rank) {
    return factors
        .select(Columns.FACTORS)
        .toJavaRDD()
        .mapPartitions(rows -> List.of(gramian(rows, rank)).iterator())
        .treeReduce(ImplicitLoss::add);
  }

  private static double[] gramian(Iterator<Row> rows, int rank) {
    double[] sums = new double[rank * rank];
    while (rows.hasNext()) {
      Seq<Float> boxed = rows.next().getSeq(0);
      double[] vector = new double[rank];
      for (int f = 0; f < rank; f++) {
        vector[f] = boxed.apply(f);
      }
      for (int a = 0; a < rank; a++) {
        for (int b = 0; b < rank; b++) {
          sums[a * rank + b] += vector[a] * vector[b];
        }
      }
    }
    return sums;
  }

  private static double[] add(double[] a, double[] b) {
    double[] sums = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      sums[i] = a[i] + b[i];
    }
    return sums;
  }

  private static double cells(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private ImplicitLoss() {}
}
