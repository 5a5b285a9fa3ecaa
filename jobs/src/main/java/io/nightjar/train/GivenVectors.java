package io.nightjar.train;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import scala.Tuple2;
import scala.collection.Seq;

/** Vectors to begin with, by id. */
final class GivenVectors {
  /** A vector on its way to its block. */
  record Vector(int id, float[] factors) implements Serializable {}

  private final Map<Integer, float[]> byId = new HashMap<>();

  /** Sends vectors to their blocks. */
  static JavaPairRDD<Integer, Vector> route(Dataset<Row> factors, int blocks) {
    return factors.toJavaRDD().mapToPair(row -> new Tuple2<>(row.getInt(0) % blocks, vector(row)));
  }

  /**
   * Gathers a block's vectors.
   *
   * @throws IllegalArgumentException if one has another rank or is not finite
   */
  static GivenVectors of(Iterator<Vector> vectors, int rank) {
    GivenVectors given = new GivenVectors();
    while (vectors.hasNext()) {
      Vector vector = vectors.next();
      boolean finite = true;
      for (float factor : vector.factors()) {
        finite &= Float.isFinite(factor);
      }
      if (vector.factors().length != rank || !finite) {
        throw new IllegalArgumentException(
            "Cannot begin with the vector of number %d: %d finite factors are expected"
                .formatted(vector.id(), rank));
      }
      given.byId.put(vector.id(), vector.factors());
    }
    return given;
  }

  /** The vector of an id, or null. */
  float[] of(int id) {
    return byId.get(id);
  }

  private static Vector vector(Row row) {
    Seq<Float> values = row.getSeq(1);
    float[] factors = new float[values.length()];
    for (int f = 0; f < factors.length; f++) {
      factors[f] = values.apply(f);
    }
    return new Vector(row.getInt(0), factors);
  }
}
