package io.nightjar.bench;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.desc;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.sqrt;
import static org.apache.spark.sql.functions.struct;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.schema.Columns;
import io.nightjar.similarity.Baskets;
import io.nightjar.similarity.Neighbours;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.mllib.linalg.Vector;
import org.apache.spark.mllib.linalg.Vectors;
import org.apache.spark.mllib.linalg.distributed.RowMatrix;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Seq;

/** The items nearest to each item by the cosine of who interacted, from Parquet to Parquet. */
final class SimilarityContest {
  /** Ours are floats. */
  private static final double TOLERANCE = 1e-6;

  private static final String I = "i";
  private static final String J = "j";

  private static final StructType PAIRS =
      new StructType()
          .add(I, DataTypes.IntegerType, false)
          .add(J, DataTypes.IntegerType, false)
          .add(Columns.SCORE, DataTypes.DoubleType, false);

  private final Dataset<Row> interactions;
  private final SimilarityConfig config;
  private final int items;

  private SimilarityContest(
      Dataset<Row> interactions, int items, int neighbours, SimilarityConfig own) {
    this.interactions = interactions;
    this.items = items;
    this.config =
        new SimilarityConfig(
            List.of(SimilarityConfig.Measure.COSINE),
            false,
            neighbours,
            0,
            1,
            Integer.MAX_VALUE,
            Integer.MAX_VALUE,
            own.blocks(),
            own.window(),
            own.asymmetricCosine(),
            own.tversky(),
            own.bm25(),
            own.randomWalk(),
            own.ease());
  }

  /**
   * Sets the contest up.
   *
   * @param data interactions, one row a pair
   * @param neighbours length of a list at the most
   */
  static Contest of(BenchData data, int neighbours) {
    Dataset<Row> interactions = data.interactions();
    int items = data.items();
    SimilarityContest contest =
        new SimilarityContest(interactions, items, neighbours, data.config().similarity());
    return new Contest(
        "similarity",
        "The %d items nearest to each of %,d by cosine, %,d interactions, %s"
            .formatted(neighbours, items, interactions.count(), data.name()),
        new Contest.Side("Nightjar", contest::ours),
        List.of(
            new Contest.Side("MLlib columnSimilarities", contest::columnSimilarities),
            new Contest.Side("Spark SQL self-join", contest::selfJoin)),
        new ListJudge(interactions.sparkSession(), neighbours, TOLERANCE));
  }

  private void ours(String folder) {
    try (Baskets baskets = Baskets.of(interactions, items, config)) {
      Results.write(
          Neighbours.numbered(baskets, config).select(Columns.ITEM_IX, Columns.SIMILAR), folder);
    }
  }

  private void columnSimilarities(String folder) {
    int width = items;
    JavaRDD<Vector> rows =
        interactions
            .groupBy(Columns.USER_IX)
            .agg(array_sort(collect_list(Columns.ITEM_IX)))
            .toJavaRDD()
            .map(user -> row(user.getSeq(1), width));
    JavaRDD<Row> upper =
        new RowMatrix(rows.rdd(), 0, width)
            .columnSimilarities()
            .entries()
            .toJavaRDD()
            .map(entry -> RowFactory.create((int) entry.i(), (int) entry.j(), entry.value()));
    write(interactions.sparkSession().createDataFrame(upper, PAIRS), folder);
  }

  private static Vector row(Seq<Integer> items, int width) {
    int[] indices = new int[items.length()];
    double[] ones = new double[indices.length];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = items.apply(i);
      ones[i] = 1;
    }
    return Vectors.sparse(width, indices, ones);
  }

  private void selfJoin(String folder) {
    write(selfJoin(interactions), folder);
  }

  /** The cosine of each pair of items that share a user, once, as anybody writes it in SQL. */
  static Dataset<Row> selfJoin(Dataset<Row> interactions) {
    Dataset<Row> a = interactions.select(col(Columns.USER_IX), col(Columns.ITEM_IX).as(I));
    Dataset<Row> b =
        interactions.select(col(Columns.USER_IX).as("other"), col(Columns.ITEM_IX).as(J));
    Dataset<Row> users = interactions.groupBy(Columns.ITEM_IX).agg(count(lit(1)).as("users"));
    return a.join(b, col(Columns.USER_IX).equalTo(col("other")).and(col(I).lt(col(J))))
        .groupBy(I, J)
        .agg(count(lit(1)).as("both"))
        .join(users.select(col(Columns.ITEM_IX).as(I), col("users").as("of_i")), I)
        .join(users.select(col(Columns.ITEM_IX).as(J), col("users").as("of_j")), J)
        .select(
            col(I),
            col(J),
            col("both").divide(sqrt(col("of_i").multiply(col("of_j")))).as(Columns.SCORE));
  }

  private void write(Dataset<Row> pairs, String folder) {
    Results.write(nearest(pairs, config.neighbours()), folder);
  }

  /** The best of each item's pairs, each of which is given once. */
  static Dataset<Row> nearest(Dataset<Row> pairs, int neighbours) {
    Dataset<Row> both = pairs.union(pairs.select(col(J).as(I), col(I).as(J), col(Columns.SCORE)));
    return both.withColumn(
            Columns.RANK,
            row_number().over(Window.partitionBy(I).orderBy(desc(Columns.SCORE), col(J))))
        .where(col(Columns.RANK).leq(neighbours))
        .groupBy(col(I).as(Columns.ITEM_IX))
        .agg(
            array_sort(collect_list(struct(col(Columns.RANK), col(J), col(Columns.SCORE))))
                .as("ranked"))
        .select(
            col(Columns.ITEM_IX),
            expr("transform(ranked, r -> struct(r.j as item, r.score as score))")
                .as(Columns.SIMILAR));
  }
}
