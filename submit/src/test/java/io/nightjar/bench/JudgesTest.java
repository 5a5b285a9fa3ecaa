package io.nightjar.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.schema.Columns;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JudgesTest {
  @TempDir Path folder;

  /** Lists of one key each, as {@code id=score} with blanks between. */
  private String lists(String name, String... lists) {
    SparkSession spark = SharedSpark.session();
    List<Row> rows = new ArrayList<>();
    for (String list : lists) {
      List<Row> pairs = new ArrayList<>();
      for (String pair : list.split(" ", -1)) {
        String[] parts = pair.split("=", -1);
        pairs.add(RowFactory.create(Integer.parseInt(parts[0]), Double.parseDouble(parts[1])));
      }
      rows.add(RowFactory.create(rows.size(), pairs));
    }
    StructType pair =
        new StructType()
            .add("id", DataTypes.IntegerType, false)
            .add("score", DataTypes.DoubleType, false);
    StructType schema =
        new StructType()
            .add("key", DataTypes.IntegerType, false)
            .add("list", DataTypes.createArrayType(pair, false), false);
    String path = folder.resolve(name).toString();
    spark.createDataFrame(rows, schema).write().mode("overwrite").parquet(path);
    return path;
  }

  private Verdict judge(String ours, String theirs) {
    return new ListJudge(SharedSpark.session(), 2, 1e-6)
        .judge(lists("a", "1=9 2=8", ours), lists("b", "1=9 2=8", theirs));
  }

  @Test
  void listsAreTheSameUpToTies() {
    assertEquals(new Verdict(true, "all 2 lists the same"), judge("3=0.5 4=0.4", "3=0.5 4=0.4"));
    assertTrue(judge("3=0.5 4=0.5", "4=0.5 3=0.5").same());
    assertTrue(judge("3=0.5 4=0.4", "3=0.5 5=0.4").same(), "both tie with the last place");
    assertTrue(judge("3=0.5 4=0.4", "3=0.50000001 4=0.4").same());
  }

  @Test
  void aWrongListIsFoundOut() {
    assertEquals(new Verdict(false, "1 of 2 lists differ"), judge("3=0.5 4=0.4", "3=0.5 4=0.3"));
    assertFalse(judge("3=0.5 4=0.4", "4=0.5 3=0.4").same());
    assertFalse(judge("3=0.5 4=0.4", "5=0.5 4=0.4").same());
    assertFalse(judge("3=0.5 4=0.4", "3=0.5").same());
  }

  @Test
  void theLossIsThatOfAllPairs() {
    SparkSession spark = SharedSpark.session();
    Random random = new Random(3);
    int rank = 3;
    float[][] x = vectors(random, 6, rank);
    float[][] y = vectors(random, 5, rank);
    double alpha = 2;
    double lambda = 0.1;
    double expected = 0;
    List<Row> rows = new ArrayList<>();
    for (int user = 0; user < 6; user++) {
      for (int item = 0; item < 5; item++) {
        double score = 0;
        double squares = 0;
        for (int f = 0; f < rank; f++) {
          score += x[user][f] * y[item][f];
          squares += x[user][f] * x[user][f] + y[item][f] * y[item][f];
        }
        if ((user + item) % 3 == 0) {
          float weight = 1 + random.nextInt(3);
          rows.add(RowFactory.create(user, item, weight));
          // n of a row times its square: once for each of its interactions.
          expected += (1 + alpha * weight) * (1 - score) * (1 - score) + lambda * squares;
        } else {
          expected += score * score;
        }
      }
    }
    StructType interactions =
        new StructType()
            .add(Columns.USER_IX, DataTypes.IntegerType, false)
            .add(Columns.ITEM_IX, DataTypes.IntegerType, false)
            .add(Columns.WEIGHT, DataTypes.FloatType, false);
    double loss =
        ImplicitLoss.of(
            spark.createDataFrame(rows, interactions),
            table(x, Columns.USER_IX),
            table(y, Columns.ITEM_IX),
            rank,
            alpha,
            lambda);
    assertEquals(expected, loss, 1e-5 * expected);
  }

  private static float[][] vectors(Random random, int count, int rank) {
    float[][] vectors = new float[count][rank];
    for (float[] vector : vectors) {
      for (int f = 0; f < rank; f++) {
        vector[f] = random.nextFloat();
      }
    }
    return vectors;
  }

  private static org.apache.spark.sql.Dataset<Row> table(float[][] vectors, String id) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      rows.add(RowFactory.create(i, vectors[i]));
    }
    StructType schema =
        new StructType()
            .add(id, DataTypes.IntegerType, false)
            .add(Columns.FACTORS, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    return SharedSpark.session().createDataFrame(rows, schema);
  }

  @Test
  void aLossWithinAThousandthIsAsGood() {
    assertEquals(2, AlsContest.needed(List.of(9.0, 7.0, 6.0), 7.5));
    assertEquals(3, AlsContest.needed(List.of(9.0, 7.0, 6.0), 5));
    assertTrue(AlsContest.judge(100.09, 100).same());
    assertTrue(AlsContest.judge(90, 100).same());
    assertFalse(AlsContest.judge(100.11, 100).same());
  }
}
