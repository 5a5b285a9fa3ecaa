package io.nightjar.bench;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.udf;

import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF2;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.types.DataTypes;
import scala.collection.Seq;

/**
 * Compares lists of (id, score), one a key, as Parquet files of a whole number and an array.
 *
 * <p>Two lists are the same if they have the same ids in the same order. Floats and doubles, or
 * sums in another order, differ in last digits, so that scores which are equal for one side are not
 * for the other: lists are still the same if every score differs by no more than a tolerance, and
 * an id that only one of them has is within it of the other list's last score.
 */
final class ListJudge implements Contest.Judge {
  /** Order of a comparison's outcomes: a greater one is worse. */
  private static final int IDENTICAL = 0;

  private static final int TIES = 1;
  private static final int DIFFERENT = 2;

  private final SparkSession spark;
  private final int length;
  private final double tolerance;

  /**
   * A judge.
   *
   * @param length of a list at the most: a shorter one has no last place that others fell from
   * @param tolerance of scores, relative to the greater of the score and 1
   */
  ListJudge(SparkSession spark, int length, double tolerance) {
    this.spark = spark;
    this.length = length;
    this.tolerance = tolerance;
  }

  @Override
  public Verdict judge(String ours, String theirs) {
    int full = length;
    double within = tolerance;
    UserDefinedFunction outcome =
        udf(
            (UDF2<Seq<Row>, Seq<Row>, Integer>) (a, b) -> compare(a, b, full, within),
            DataTypes.IntegerType);
    Dataset<Row> compared =
        read(ours, "a")
            .join(read(theirs, "b"), col("a_key").equalTo(col("b_key")), "full_outer")
            .select(outcome.apply(col("a_list"), col("b_list")).as("outcome"));
    Row counts =
        compared
            .agg(
                count(lit(1)),
                sum(col("outcome").equalTo(TIES).cast("long")),
                sum(col("outcome").equalTo(DIFFERENT).cast("long")),
                max("outcome"))
            .collectAsList()
            .get(0);
    long lists = counts.getLong(0);
    if (lists == 0) {
      return new Verdict(false, "no lists to compare");
    }
    if (counts.getLong(2) > 0) {
      return new Verdict(false, "%,d of %,d lists differ".formatted(counts.getLong(2), lists));
    }
    String ties =
        counts.getLong(1) == 0
            ? ""
            : ", %,d but for scores within %s".formatted(counts.getLong(1), tolerance);
    return new Verdict(true, "all %,d lists the same%s".formatted(lists, ties));
  }

  private Dataset<Row> read(String folder, String side) {
    Dataset<Row> lists = spark.read().parquet(folder);
    String[] columns = lists.columns();
    return lists.select(
        col(columns[0]).as(side + "_key"),
        col(columns[1]).cast("array<struct<id:int,score:double>>").as(side + "_list"));
  }

  private static int compare(Seq<Row> a, Seq<Row> b, int full, double tolerance) {
    if (a == null || b == null || a.length() != b.length()) {
      return DIFFERENT;
    }
    boolean sameIds = true;
    Map<Integer, Double> left = new HashMap<>();
    for (int i = 0; i < a.length(); i++) {
      if (!near(score(a, i), score(b, i), tolerance)) {
        return DIFFERENT;
      }
      sameIds &= id(a, i) == id(b, i);
      left.put(id(a, i), score(a, i));
    }
    if (sameIds) {
      return IDENTICAL;
    }
    for (int i = 0; i < b.length(); i++) {
      Double other = left.remove(id(b, i));
      boolean tiesWithLast =
          other == null
              && b.length() == full
              && near(score(b, i), score(a, a.length() - 1), tolerance);
      if (!tiesWithLast && (other == null || !near(other, score(b, i), tolerance))) {
        return DIFFERENT;
      }
    }
    double last = a.isEmpty() ? 0 : score(b, b.length() - 1);
    return left.values().stream().allMatch(s -> near(s, last, tolerance)) ? TIES : DIFFERENT;
  }

  private static int id(Seq<Row> list, int place) {
    return list.apply(place).getInt(0);
  }

  private static double score(Seq<Row> list, int place) {
    return list.apply(place).getDouble(1);
  }

  private static boolean near(double a, double b, double tolerance) {
    return Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(a));
  }
}
