package io.nightjar.train;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import io.nightjar.linalg.Basis;
import io.nightjar.linalg.Gramian;
import java.util.List;
import org.netlib.util.intW;

/** The Gramian of one side's vectors, summed over blocks, and its eigenvectors. */
final class Gramians {
  private static final LAPACK SOLVER = JavaLAPACK.getInstance();

  /** The Gramian of a block's vectors, rank × rank. */
  static double[] of(FactorBlock block, int rank) {
    double[] gramian = new double[rank * rank];
    Gramian.add(block.vectors(), block.ids().length, rank, gramian);
    return gramian;
  }

  /** The basis of the eigenvectors of the sum, added up in the order of the blocks. */
  static Basis basis(List<double[]> blocks, int rank) {
    double[] sum = new double[rank * rank];
    for (double[] block : blocks) {
      for (int e = 0; e < sum.length; e++) {
        sum[e] += block[e];
      }
    }
    double[] eigenvalues = new double[rank];
    double[] work = new double[1 + 6 * rank + 2 * rank * rank];
    int[] integers = new int[3 + 5 * rank];
    intW info = new intW(0);
    SOLVER.dsyevd(
        "V", "U", rank, sum, rank, eigenvalues, work, work.length, integers, integers.length, info);
    if (info.val != 0) {
      throw new IllegalStateException(
          "Cannot find the eigenvectors of a Gramian of rank %d: dsyevd says %d; factors may have"
                  .formatted(rank, info.val)
              + " overflowed, raise train.regularization");
    }
    // LAPACK's columns are our rows.
    return new Basis(eigenvalues, sum);
  }

  private Gramians() {}
}
