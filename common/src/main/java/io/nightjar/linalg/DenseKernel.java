package io.nightjar.linalg;

/**
 * The inner loops of dense linear algebra on floats, in two versions that give the same bits.
 *
 * <p>Every operation is a chain of fused multiply-adds in a stated order, one chain an element of
 * the result; SIMD lanes lie across elements, never along a chain. So the bits do not depend on the
 * width of the machine's vectors, nor on there being any.
 *
 * <p>Lengths are multiples of {@link #LANES}: callers pad rows with zeros, which costs less than
 * masks and leaves the other elements alone.
 */
interface DenseKernel {
  /** Floats that columns are padded to: the widest vectors there are hold so many. */
  int LANES = 16;

  /** Rows of a result that {@link #multiplyAdd} is given are a multiple of this. */
  int ROWS = 8;

  /** Items that are scored at a time: two of the widest vectors there are. */
  int PANEL = 2 * LANES;

  /** {@code length}, rounded up to a multiple of {@link #LANES}. */
  static int padded(int length) {
    return (length + LANES - 1) / LANES * LANES;
  }

  /**
   * The fastest version that this JVM can run. {@code -Dnightjar.vector=false} asks for the plain
   * one, as is wise where the JVM's optimising compiler is off: without it vectors are slow.
   */
  static DenseKernel best() {
    return Best.KERNEL;
  }

  /**
   * C += AᵀB, where {@code C[i][j]} takes the products of {@code p = 0, 1 … depth − 1} in that
   * order: {@code c = fma(a[p][i], b[p][j], c)}. All three are row-major, and C shares no element
   * with A or B.
   *
   * @param depth rows of A and B
   * @param rows columns of A and rows of C, a multiple of {@link #ROWS}
   * @param columns columns of B and C, a multiple of {@link #LANES}
   * @param aStride floats from a row of A to the next; likewise for B and C
   */
  void multiplyAdd(
      int depth,
      int rows,
      int columns,
      float[] a,
      int aStart,
      int aStride,
      float[] b,
      int bStart,
      int bStride,
      float[] c,
      int cStart,
      int cStride);

  /** {@code y[j] = fma(factor, x[j], y[j])} for {@code length} elements, a multiple of lanes. */
  void addScaled(float factor, float[] x, int xStart, float[] y, int yStart, int length);

  /**
   * Σ x[j] · y[j] as {@link #LANES} chains, one for each j mod LANES, which are then added in
   * halves: 0 + 8, 1 + 9 …, then 0 + 4 …, 0 + 2 …, 0 + 1.
   *
   * @param length a multiple of lanes
   */
  float dot(float[] x, int xStart, float[] y, int yStart, int length);

  /**
   * Some rows times a vector: {@code into[j]} has the bits of {@link #dot} of x and the row that
   * begins at {@code starts[j]}.
   *
   * @param from first of the rows, by its place in {@code starts} and {@code into}
   * @param to after the last of them
   * @param length a multiple of lanes
   */
  void dots(
      int from,
      int to,
      int[] starts,
      float[] rows,
      float[] x,
      int xStart,
      int length,
      float[] into);

  /**
   * A weighted sum of rows: {@code y[i] = fma(factors[j], row j[i], y[i])}, row after row.
   *
   * @param from first of the rows, by its place in {@code starts} and {@code factors}
   * @param to after the last of them
   * @param length a multiple of lanes
   */
  void addRows(
      int from, int to, int[] starts, float[] factors, float[] rows, float[] y, int length);

  /**
   * C = AᵀB, where {@code C[i][j]} takes the products of {@code p = 0, 1 … depth − 1} in that
   * order, from 0: {@code c = fma(a[p][i], b[p][j], c)}.
   *
   * @param a depth × {@link #ROWS}
   * @param b depth × {@link #PANEL}, from {@code bStart} on
   * @param thresholds one for each row, from {@code firstThreshold} on
   * @param c receives rows × panel
   * @return bit i is set if any element of row i is at least its threshold; NaN is not
   */
  int scorePanel(
      int depth,
      float[] a,
      float[] b,
      int bStart,
      float[] thresholds,
      int firstThreshold,
      float[] c);

  /** Bit j is set if {@code x[start + j]} is at least the threshold, 0 ≤ j < {@link #PANEL}. */
  int atLeast(float threshold, float[] x, int start);

  /** Adds the chains of {@link #dot}, in halves. */
  static float fold(float[] lanes) {
    for (int half = LANES / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        lanes[j] += lanes[j + half];
      }
    }
    return lanes[0];
  }

  /** Chosen once, when first asked for. */
  final class Best {
    private static final DenseKernel KERNEL = choose();

    private Best() {}

    private static DenseKernel choose() {
      if ("false".equals(System.getProperty("nightjar.vector"))
          || ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
        return new ScalarKernel();
      }
      try {
        // By name: without the module, the class cannot even be linked.
        return Class.forName("io.nightjar.linalg.VectorKernel")
            .asSubclass(DenseKernel.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        return new ScalarKernel();
      }
    }
  }
}
