package io.nightjar.train;

import dev.ludovic.netlib.lapack.JavaLAPACK;
import dev.ludovic.netlib.lapack.LAPACK;
import io.nightjar.linalg.Basis;
import java.util.List;
import org.netlib.util.intW;

/** The eigenvectors of the Gramian of one side's vectors. */
final class Eigenvectors {
  private static final LAPACK SOLVER = JavaLAPACK.getInstance();

  /** The basis of the eigenvectors of a Gramian, given by blocks, which are added up in order. */
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

  private Eigenvectors() {}
}
