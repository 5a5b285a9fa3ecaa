package io.nightjar.dense;

import static org.apache.spark.sql.functions.col;

import io.nightjar.run.UserError;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * The numbered vectors of a partition as two arrays: packed where they are read, all partitions at
 * once, so that the driver has blocks to copy and no rows to take apart.
 */
public final class PackedVectors implements Serializable {
  private static final long serialVersionUID = 1;

  /** Length of every vector, or that of one which is not of the length asked for. */
  private final int rank;

  private final int[] ids;
  private final float[] values;

  private PackedVectors(int rank, int[] ids, float[] values) {
    this.rank = rank;
    this.ids = ids;
    this.values = values;
  }

  /**
   * Reads the vectors of numbers {@code first} to {@code first + count − 1}.
   *
   * @param present receives a bit for each of these that there is, from bit 0
   * @return count × rank, row-major; zeros where there is no vector
   * @throws UserError if a vector is not of that rank
   */
  public static float[] read(
      Dataset<Row> table,
      String id,
      String factors,
      int first,
      int count,
      int rank,
      BitSet present) {
    Dataset<Row> run = table.where(col(id).between(first, first + count - 1));
    List<PackedVectors> parts =
        VectorRow.read(run, id, factors)
            .mapPartitions(rows -> List.of(pack(rows, rank)).iterator())
            .collect();
    float[] vectors = new float[count * rank];
    for (PackedVectors part : parts) {
      if (part.rank != rank) {
        throw new UserError(
            "Cannot read vectors of %d floats as train.rank = %d; run train with the"
                    .formatted(part.rank, rank)
                + " configuration in force, or take the rank that they were trained with");
      }
      for (int i = 0; i < part.ids.length; i++) {
        int place = part.ids[i] - first;
        System.arraycopy(part.values, i * rank, vectors, place * rank, rank);
        present.set(place);
      }
    }
    return vectors;
  }

  private static PackedVectors pack(Iterator<VectorRow> rows, int rank) {
    List<float[]> vectors = new ArrayList<>();
    Ints ids = new Ints();
    while (rows.hasNext()) {
      VectorRow row = rows.next();
      if (row.getFactors().length != rank) {
        return new PackedVectors(row.getFactors().length, new int[0], new float[0]);
      }
      ids.add(row.getId());
      vectors.add(row.getFactors());
    }
    float[] values = new float[vectors.size() * rank];
    for (int i = 0; i < vectors.size(); i++) {
      System.arraycopy(vectors.get(i), 0, values, i * rank, rank);
    }
    return new PackedVectors(rank, ids.toArray(), values);
  }
}
