package io.nightjar.recommend;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.PackedVectors;
import io.nightjar.linalg.FactorScorer;
import io.nightjar.linalg.TopK;
import java.io.Serializable;
import java.util.BitSet;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The items' factors on the executors, in blocks, to score users against. */
public final class ShippedFactors implements Serializable {
  private static final long serialVersionUID = 1;

  private final int rank;
  private final Blocks<FactorScorer> blocks;

  private ShippedFactors(int rank, Blocks<FactorScorer> blocks) {
    this.rank = rank;
    this.blocks = blocks;
  }

  /**
   * Ships a table of factors.
   *
   * @param table one row an item; an item without one is not recommended
   * @param id its column of item numbers
   * @param factors its column of arrays of {@code rank} floats
   * @param items how many numbers items have, from 0
   * @param unavailable items not to be recommended to anyone
   * @param blockBytes bytes of a block of factors at the most
   * @throws io.nightjar.run.UserError if factors are of another rank
   */
  public static ShippedFactors of(
      Dataset<Row> table,
      String id,
      String factors,
      int items,
      int rank,
      BitSet unavailable,
      long blockBytes) {
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(table.sparkSession().sparkContext());
    Blocks<FactorScorer> blocks =
        Blocks.ship(
            spark,
            items,
            (long) rank * Float.BYTES,
            blockBytes,
            (first, count) -> {
              BitSet ineligible = new BitSet(count);
              float[] vectors =
                  PackedVectors.read(table, id, factors, first, count, rank, ineligible);
              ineligible.flip(0, count);
              ineligible.or(unavailable.get(first, first + count));
              return FactorScorer.of(first, vectors, rank, ineligible);
            });
    return new ShippedFactors(rank, blocks);
  }

  /** Factors per user and item. */
  public int rank() {
    return rank;
  }

  /**
   * Offers every item that may be recommended to each user's selection, block by block: a block is
   * fetched once a call. See {@link FactorScorer#topK(float[], int[][], TopK[])}.
   */
  public void topK(float[] users, int[][] excluded, TopK[] into) {
    for (FactorScorer block : blocks) {
      block.topK(users, excluded, into);
    }
  }

  /** Releases them, on the driver and the executors. */
  public void destroy() {
    blocks.destroy();
  }
}
