package io.nightjar.evaluate;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.PackedVectors;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How unlike each other the items of a list are: the mean over lists of 1 − the mean cosine of the
 * factors of two of its items (intra-list diversity: Smyth and McClave, "Similarity vs. Diversity",
 * ICCBR 2001; Ziegler et al., "Improving Recommendation Lists Through Topic Diversification", WWW
 * 2005, section 3.3). Items without factors are passed over, and so are lists with fewer than two
 * others.
 *
 * <p>The sum of all cosines of a list is the square of the sum of its unit vectors, so a list costs
 * k × rank. A task holds a block of the items' factors at a time, and the sums of {@value #BATCH}
 * users.
 */
final class Diversity implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int BATCH = 64;

  /** Diversities enter sums as whole numbers of 2⁻³², which add up to the same in any order. */
  private static final double ONE = 0x1p32;

  /** By model and cutoff: the sum of lists' diversities, and how many there are. */
  private final long[][] sums;

  private final long[][] lists;

  private Diversity(int models, int cutoffs) {
    sums = new long[models][cutoffs];
    lists = new long[models][cutoffs];
  }

  /** Unit vectors of a run of items; zeros where an item has none. */
  private record Units(int first, int rank, float[] vectors) implements Serializable {
    static Units load(Dataset<Row> factors, int first, int count, int rank, int biases) {
      float[] vectors =
          PackedVectors.read(
              factors, Columns.ITEM_IX, Columns.FACTORS, first, count, rank, new BitSet());
      for (int from = 0; from < vectors.length; from += rank) {
        Arrays.fill(vectors, from + rank - biases, from + rank, 0f);
        double square = 0;
        for (int f = from; f < from + rank; f++) {
          square += (double) vectors[f] * vectors[f];
        }
        double norm = Math.sqrt(square);
        for (int f = from; f < from + rank && norm > 0; f++) {
          vectors[f] = (float) (vectors[f] / norm);
        }
      }
      return new Units(first, rank, vectors);
    }

    /** Adds an item's unit vector; returns how many there were to add, 1 or 0. */
    int addTo(int item, float[] totals, int start) {
      long from = ((long) item - first) * rank;
      if (from < 0 || from >= vectors.length) {
        return 0;
      }
      boolean some = false;
      for (int f = 0; f < rank; f++) {
        float value = vectors[(int) from + f];
        totals[start + f] += value;
        some |= value != 0;
      }
      return some ? 1 : 0;
    }
  }

  /**
   * Measures the lists.
   *
   * @param factors {@link Table#ITEM_FACTORS}, of {@code rank} floats
   * @param biases how many of these, the last ones, are no factors: all items have them alike
   * @param items number of items; their numbers are 0 to items − 1
   * @param blockBytes bytes of a block of factors at the most
   * @param cutoffs ascending
   */
  static Diversity of(
      JudgedLists judged,
      Dataset<Row> factors,
      int rank,
      int biases,
      int items,
      long blockBytes,
      int[] cutoffs) {
    Blocks<Units> blocks =
        Blocks.ship(
            JavaSparkContext.fromSparkContext(judged.session().sparkContext()),
            items,
            (long) rank * Float.BYTES,
            blockBytes,
            (first, count) -> Units.load(factors, first, count, rank, biases));
    List<String> models = new ArrayList<>(judged.models());
    try {
      return judged
          .users()
          .mapPartitions(
              rows -> {
                Diversity measured = new Diversity(models.size(), cutoffs.length);
                measured.add(rows, models, blocks, rank, cutoffs);
                return List.of(measured).iterator();
              })
          .treeReduce(Diversity::merge);
    } finally {
      blocks.destroy();
    }
  }

  /**
   * Mean over the lists of a model; nothing if none has two items with factors.
   *
   * @param model place among the models, from 0
   * @param cutoff place among the cutoffs, from 0
   */
  OptionalDouble mean(int model, int cutoff) {
    long count = lists[model][cutoff];
    return count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(sums[model][cutoff] / ONE / count);
  }

  private void add(
      Iterator<InternalRow> rows,
      List<String> models,
      Blocks<Units> blocks,
      int rank,
      int[] cutoffs) {
    while (rows.hasNext()) {
      List<int[]> batch = new ArrayList<>();
      for (int user = 0; user < BATCH && rows.hasNext(); user++) {
        batch.addAll(List.of(JudgedUser.of(rows.next(), models).lists()));
      }
      add(batch, blocks, rank, cutoffs);
    }
  }

  /**
   * Adds lists.
   *
   * @param batch a list of each model in turn
   */
  private void add(List<int[]> batch, Blocks<Units> blocks, int rank, int[] cutoffs) {
    int width = cutoffs.length;
    float[] totals = new float[batch.size() * width * rank];
    int[] counts = new int[batch.size() * width];
    for (Units block : blocks) {
      for (int list = 0; list < batch.size(); list++) {
        total(batch.get(list), block, cutoffs, totals, counts, list * width);
      }
    }
    for (int list = 0; list < batch.size(); list++) {
      double[] sum = new double[rank];
      int count = 0;
      for (int c = 0; c < width; c++) {
        int at = list * width + c;
        count += counts[at];
        double square = 0;
        for (int f = 0; f < rank; f++) {
          sum[f] += totals[at * rank + f];
          square += sum[f] * sum[f];
        }
        if (count > 1) {
          double cosine = (square - count) / ((double) count * (count - 1));
          sums[list % sums.length][c] += Math.round((1 - cosine) * ONE);
          lists[list % lists.length][c]++;
        }
      }
    }
  }

  /** Adds the unit vectors of a list's items to the total of the first cutoff they are within. */
  private static void total(
      int[] list, Units block, int[] cutoffs, float[] totals, int[] counts, int first) {
    int cutoff = 0;
    for (int place = 0; place < list.length; place++) {
      while (cutoff < cutoffs.length && place >= cutoffs[cutoff]) {
        cutoff++;
      }
      if (cutoff == cutoffs.length) {
        return;
      }
      int at = first + cutoff;
      counts[at] += block.addTo(list[place], totals, at * block.rank());
    }
  }

  private Diversity merge(Diversity other) {
    for (int m = 0; m < sums.length; m++) {
      for (int c = 0; c < sums[m].length; c++) {
        sums[m][c] += other.sums[m][c];
        lists[m][c] += other.lists[m][c];
      }
    }
    return this;
  }
}
