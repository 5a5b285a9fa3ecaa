package io.nightjar.train;

import io.nightjar.config.TrainConfig;
import io.nightjar.linalg.Basis;
import io.nightjar.linalg.ConjugateGradients;
import io.nightjar.linalg.LeastSquares;
import io.nightjar.linalg.Projection;
import io.nightjar.linalg.RowSolver;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Half an iteration: solves the rows of one side, the other being fixed.
 *
 * <p>A block of the fixed side sends to each block of the other the vectors that it needs, each
 * once, in the basis of their Gramian; a block then solves its rows where its interactions are.
 */
final class HalfStep implements Serializable {
  private static final long serialVersionUID = 1;

  /** Vectors from one block to another. */
  record Message(int source, float[] vectors) implements Serializable {}

  /** What is done to a row. */
  enum Pass {
    /** One of the orthogonal iterations before the first iteration. */
    ORTHOGONAL,
    /** As {@code train.rows} says. */
    CONFIGURED,
    /** It is solved exactly. */
    EXACT
  }

  private final Side side;
  private final TrainConfig config;
  private final Pass pass;
  private final Objective objective;
  private final int rank;
  private final long others;
  private final Broadcast<Basis> basis;

  /**
   * A half step.
   *
   * @param side whose rows are solved
   * @param others rows of the other side
   * @param basis of the other side's Gramian
   */
  HalfStep(
      Side side,
      TrainConfig config,
      Objective objective,
      Pass pass,
      long others,
      Broadcast<Basis> basis) {
    this.side = side;
    this.config = config;
    this.objective = objective;
    this.pass = pass;
    this.rank = config.rank();
    this.others = others;
    this.basis = basis;
  }

  /**
   * What a block of the fixed side sends.
   *
   * @param sender a block, and for each block of the other side the rows that it needs
   */
  Iterator<Tuple2<Integer, Message>> send(int source, Tuple2<FactorBlock, int[][]> sender) {
    FactorBlock block = sender._1();
    int[][] routes = sender._2();
    int stride = LeastSquares.stride(rank);
    float[] vectors = basis.value().into(block.vectors(), block.ids().length);
    return IntStream.range(0, routes.length)
        .mapToObj(
            target -> {
              int[] rows = routes[target];
              float[] sent = new float[rows.length * rank];
              for (int r = 0; r < rows.length; r++) {
                System.arraycopy(vectors, rows[r] * stride, sent, r * rank, rank);
              }
              return new Tuple2<>(target, new Message(source, sent));
            })
        .iterator();
  }

  /**
   * Solves the rows of a block.
   *
   * @param previous the rows' vectors before
   */
  FactorBlock solve(RatingBlock ratings, FactorBlock previous, Iterator<Message> messages) {
    int stride = LeastSquares.stride(rank);
    HotRows hot = new HotRows(ratings, objective, rank, pass != Pass.ORTHOGONAL);
    float[] vectors = unpack(ratings, messages, hot);
    int rows = ratings.ids.length;
    float[] solved = startingPoints(previous, rows);
    RowSolver solver = solver();
    Observations row = new Observations(ratings, stride);
    float[] diagonal = new float[rank];
    double[] unobserved = unobserved();
    double ridge = 0;
    double loss = 0;
    for (int r = 0; r < rows; r++) {
      double lambda = objective.ridge(ratings.count(r), others);
      for (int f = 0; f < rank; f++) {
        diagonal[f] = (float) (unobserved[f] + lambda);
      }
      int start = r * stride;
      try {
        loss +=
            ratings.isHot(r)
                ? hot.constant(r) + hot.solve(r, diagonal, solved, start)
                : row.read(r, objective) + row.solve(solver, vectors, diagonal, solved, start);
      } catch (ArithmeticException e) {
        throw new IllegalStateException(
            "Cannot solve for number %d of the %s: %s; raise train.regularization"
                .formatted(ratings.ids[r], side.name().toLowerCase(Locale.ROOT), e.getMessage()),
            e);
      }
      double square = 0;
      for (int f = start; f < start + rank; f++) {
        square += (double) solved[f] * solved[f];
      }
      ridge += lambda * square;
    }
    return new FactorBlock(ratings.ids, basis.value().outOf(solved, rows), loss, ridge);
  }

  private RowSolver solver() {
    return switch (pass) {
      case ORTHOGONAL -> new Projection(rank);
      case EXACT -> new LeastSquares(rank, rank);
      case CONFIGURED ->
          switch (config.rows()) {
            case GRADIENTS -> new ConjugateGradients(rank, config.steps(), meanSquares());
            case SUBSPACES -> new LeastSquares(rank, config.subspace());
            case EXACT -> new LeastSquares(rank, rank);
          };
    };
  }

  private float[] meanSquares() {
    float[] squares = new float[rank];
    for (int f = 0; f < rank; f++) {
      squares[f] = basis.value().eigenvalue(f) / others;
    }
    return squares;
  }

  /** What each coordinate's square weighs for all that is not observed. */
  private double[] unobserved() {
    double weight = pass == Pass.ORTHOGONAL ? 1 : objective.unobserved();
    double[] weights = new double[rank];
    Arrays.setAll(weights, f -> weight * basis.value().eigenvalue(f));
    return weights;
  }

  private float[] startingPoints(FactorBlock previous, int rows) {
    return pass != Pass.CONFIGURED || config.rows() == TrainConfig.Rows.EXACT
        ? new float[rows * LeastSquares.stride(rank)]
        : basis.value().into(previous.vectors(), rows);
  }

  /** The vectors that are laid out, while those that hot rows need go past. */
  private float[] unpack(RatingBlock ratings, Iterator<Message> messages, HotRows hot) {
    int stride = LeastSquares.stride(rank);
    int columns = ratings.hotStarts[0];
    long length = (long) columns * stride;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalStateException(
          "A block of the %s needs %,d vectors of rank %d, more than an array holds: raise train.blocks"
              .formatted(side.name().toLowerCase(Locale.ROOT), columns, rank));
    }
    float[] vectors = new float[(int) length];
    while (messages.hasNext()) {
      Message message = messages.next();
      int first = ratings.starts[message.source()];
      int count = ratings.starts[message.source() + 1] - first;
      for (int c = 0; c < count; c++) {
        System.arraycopy(message.vectors(), c * rank, vectors, (first + c) * stride, rank);
      }
      hot.add(message.source(), message.vectors());
    }
    return vectors;
  }

  /** The observations of one row. */
  private static final class Observations {
    private final RatingBlock ratings;
    private final int stride;
    private int count;
    private int[] at = new int[0];
    private float[] linear = new float[0];
    private float[] quadratic = new float[0];

    Observations(RatingBlock ratings, int stride) {
      this.ratings = ratings;
      this.stride = stride;
    }

    /** Reads a row, and says what its observations add to the loss whatever the scores. */
    double read(int row, Objective objective) {
      int first = ratings.offsets[row];
      count = ratings.count(row);
      if (at.length < count) {
        at = new int[2 * count];
        linear = new float[2 * count];
        quadratic = new float[2 * count];
      }
      double constant = 0;
      for (int j = 0; j < count; j++) {
        float weight = ratings.weights[first + j];
        at[j] = ratings.columns[first + j] * stride;
        linear[j] = objective.linear(weight);
        quadratic[j] = objective.quadratic(weight);
        constant += objective.constant(weight);
      }
      return constant;
    }

    /** Solves the row that was read. */
    double solve(RowSolver solver, float[] vectors, float[] diagonal, float[] x, int start) {
      return solver.solve(count, at, linear, quadratic, vectors, diagonal, x, start);
    }
  }
}
