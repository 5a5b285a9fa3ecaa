package io.nightjar.bench;

import java.util.SplittableRandom;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Factors drawn from a normal distribution; the same for the same seed, on any cluster. */
final class RandomFactors {
  static final String ID = "id";
  static final String FEATURES = "features";

  static final StructType SCHEMA =
      new StructType()
          .add(ID, DataTypes.IntegerType, false)
          .add(FEATURES, DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** One row a vector: its number from 0, its factors. */
  static Dataset<Row> of(SparkSession spark, int count, int rank, long seed) {
    MapFunction<Long, Row> draw =
        id -> RowFactory.create(id.intValue(), boxed(vector(id.intValue(), rank, seed)));
    return spark.range(count).map(draw, Encoders.row(SCHEMA));
  }

  /** The vectors of numbers 0 to {@code count} − 1, row-major. */
  static float[] array(int count, int rank, long seed) {
    float[] vectors = new float[count * rank];
    for (int i = 0; i < count; i++) {
      System.arraycopy(vector(i, rank, seed), 0, vectors, i * rank, rank);
    }
    return vectors;
  }

  private static float[] vector(int id, int rank, long seed) {
    SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + id);
    float[] vector = new float[rank];
    for (int f = 0; f < rank; f++) {
      vector[f] = (float) (random.nextGaussian() / Math.sqrt(rank));
    }
    return vector;
  }

  private static Float[] boxed(float[] vector) {
    Float[] boxed = new Float[vector.length];
    for (int f = 0; f < vector.length; f++) {
      boxed[f] = vector[f];
    }
    return boxed;
  }

  private RandomFactors() {}
}
