package io.nightjar.train;

import static org.apache.spark.sql.functions.col;

import io.nightjar.config.TrainConfig;
import io.nightjar.dense.VectorRow;
import io.nightjar.linalg.Basis;
import io.nightjar.run.TaskProgress;
import io.nightjar.schema.Columns;
import io.nightjar.train.HalfStep.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The vectors of both sides, solved in turns, the other side held fixed.
 *
 * <p>Interactions lie in blocks of rows, once by user and once by item, and stay there; factors
 * move. Half an iteration is one job of two stages: {@link HalfStep#send}, a shuffle, and {@link
 * HalfStep#solve}. Through the driver pass one Gramian per block, their basis and a loss. A task
 * holds its block's interactions and the vectors that these need, but for {@link HotRows}, so more
 * blocks need less memory.
 *
 * <p>A block is solved by one thread, in the order of its rows, and what comes from blocks is added
 * up in their order: the result depends on the interactions, the settings and the seed alone.
 */
final class Alternation {
  private static final Logger LOG = LoggerFactory.getLogger(Alternation.class);

  /** How far items are solved for users ahead of where they are. */
  private static final float MOMENTUM = 0.8f;

  private final SparkSession session;
  private final JavaSparkContext spark;
  private final TrainConfig config;
  private final Optional<Factorization.Factors> start;
  private final Checkpoints checkpoints;
  private final Objective objective;
  private final Ratings ratings;
  private final List<Broadcast<Basis>> bases = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private State users;
  private State items;

  /**
   * The vectors of one side.
   *
   * @param blocks what they are
   * @param before what they were, still needed for {@code sent}; null at first
   * @param sent what the other side is solved for
   * @param gramians of the blocks of {@code sent}
   */
  private record State(
      JavaRDD<FactorBlock> blocks,
      JavaRDD<FactorBlock> before,
      JavaRDD<FactorBlock> sent,
      List<double[]> gramians,
      double loss,
      double ridge) {
    void release() {
      blocks.unpersist(false);
      if (before != null) {
        before.unpersist(false);
      }
    }
  }

  /** What the driver needs to know of a block. */
  private record Summary(double[] gramian, double loss, double ridge)
      implements java.io.Serializable {}

  /**
   * A run.
   *
   * @param config rank, blocks, seed, and how rows are solved
   * @param start of any users and items; others begin with random ones
   */
  Alternation(
      Dataset<Row> interactions,
      TrainConfig config,
      Objective objective,
      Optional<Factorization.Factors> start,
      Checkpoints checkpoints) {
    this(
        interactions,
        config,
        objective,
        start,
        checkpoints,
        HotRows.limit(interactions.count(), config.rank(), config.blocks()));
  }

  /** The same, with the interactions above which a row is hot. */
  Alternation(
      Dataset<Row> interactions,
      TrainConfig config,
      Objective objective,
      Optional<Factorization.Factors> start,
      Checkpoints checkpoints,
      int hotAbove) {
    this.start = start;
    this.checkpoints = checkpoints;
    this.session = interactions.sparkSession();
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.config = config;
    this.objective = objective;
    this.ratings = Ratings.of(interactions, config.blocks(), hotAbove);
  }

  /** Minimises the objective. */
  void iterate() {
    begin();
    if (started()) {
      project(config.startIterations(), "starting point");
    }
    for (int i = 1; i <= config.iterations() && !converged(); i++) {
      boolean checkpoint = i % config.checkpointInterval() == 0 && i < config.iterations();
      String loss = losses.isEmpty() ? "" : ", loss %.5g".formatted(losses.get(losses.size() - 1));
      tell("iteration %d of %d%s".formatted(i, config.iterations(), loss));
      items = step(Side.ITEMS, Pass.CONFIGURED, 0, checkpoint);
      users = step(Side.USERS, Pass.CONFIGURED, momentum(), checkpoint);
      losses.add(users.loss() + items.ridge());
    }
    LOG.debug("Losses: {}", losses);
  }

  /** Makes orthogonal iterations, and nothing else. */
  void project() {
    begin();
    project(config.iterations(), "singular vectors");
  }

  /** Solves users for items as they are given, and nothing else. */
  void solveUsers(Pass pass) {
    begin();
    items = state(items.blocks(), null, 0);
    users = step(Side.USERS, pass, 0, false);
  }

  private void begin() {
    users = state(initial(Side.USERS, start.map(Factorization.Factors::users)), null, 0);
    // Items are solved first: only where a row sets out from is asked of these.
    JavaRDD<FactorBlock> first = initial(Side.ITEMS, start.map(Factorization.Factors::items));
    items = new State(first, null, first, List.of(), 0, 0);
  }

  private void project(int passes, String what) {
    for (int i = 1; i <= passes; i++) {
      boolean checkpoint = i % config.checkpointInterval() == 0 && i < passes;
      tell("%s, pass %d of %d".formatted(what, i, passes));
      items = step(Side.ITEMS, Pass.ORTHOGONAL, 0, checkpoint);
      users = step(Side.USERS, Pass.ORTHOGONAL, 0, checkpoint);
    }
  }

  /** Says where the fit is, to whoever shows how far the night is. */
  private void tell(String where) {
    spark.sc().setLocalProperty(TaskProgress.PROPERTY, where);
  }

  /** Of the users who are about to be solved. */
  private float momentum() {
    int done = losses.size();
    boolean fell = done < 2 || losses.get(done - 1) < losses.get(done - 2);
    return (done > 0 || started()) && fell ? MOMENTUM : 0;
  }

  /** Whether users have come to where they are by iterations of any kind. */
  private boolean started() {
    return start.isEmpty() && objective.unobserved() > 0 && config.startIterations() > 0;
  }

  private boolean converged() {
    int done = losses.size();
    return config.tolerance() > 0
        && done > 1
        && losses.get(done - 2) - losses.get(done - 1) <= config.tolerance() * losses.get(done - 2);
  }

  private JavaRDD<FactorBlock> initial(Side side, Optional<Dataset<Row>> given) {
    int rank = config.rank();
    int blocks = config.blocks();
    long seed = config.seed();
    JavaRDD<RatingBlock> rows = ratings.rows(side).blocks();
    if (given.isEmpty()) {
      return rows.map(
          block -> FactorBlock.initial(block.ids, rank, seed, side, new GivenVectors()));
    }
    Exchange.Receiver<GivenVectors.Vector, RatingBlock, FactorBlock> receiver =
        (block, sent) ->
            FactorBlock.initial(block.ids, rank, seed, side, GivenVectors.of(sent, rank));
    return Exchange.deliver(GivenVectors.route(given.get(), blocks), rows, receiver);
  }

  /** Solves one side, the other fixed. */
  private State step(Side side, Pass pass, float momentum, boolean checkpoint) {
    State own = side == Side.USERS ? users : items;
    State other = side == Side.USERS ? items : users;
    Ratings.Rows fixed = ratings.rows(side.other());
    Broadcast<Basis> basis = spark.broadcast(Eigenvectors.basis(other.gramians(), config.rank()));
    bases.add(basis);
    HalfStep half = new HalfStep(side, config, objective, pass, fixed.count(), basis);
    var sent =
        other
            .sent()
            .zip(fixed.routes())
            .mapPartitionsWithIndex((source, pair) -> half.send(source, pair.next()), true)
            .mapToPair(message -> message);
    var rows = ratings.rows(side).blocks().zip(own.blocks());
    Exchange.Receiver<HalfStep.Message, scala.Tuple2<RatingBlock, FactorBlock>, FactorBlock>
        receiver = (block, messages) -> half.solve(block._1(), block._2(), messages);
    JavaRDD<FactorBlock> solved = Exchange.deliver(sent, rows.map(pair -> pair), receiver);
    if (checkpoint) {
      checkpoints.of(solved);
    }
    State next = state(solved, own.blocks(), momentum);
    if (own.before() != null) {
      own.before().unpersist(false);
    }
    return next;
  }

  /** Computes blocks and keeps them. */
  private State state(JavaRDD<FactorBlock> blocks, JavaRDD<FactorBlock> before, float momentum) {
    blocks.persist(StorageLevel.MEMORY_AND_DISK());
    JavaRDD<FactorBlock> sent =
        momentum == 0
            ? blocks
            : blocks.zip(before).map(pair -> pair._1().beyond(pair._2(), momentum));
    int rank = config.rank();
    List<Summary> summaries =
        sent.map(block -> new Summary(block.gramian(rank), block.loss(), block.ridge())).collect();
    return new State(
        blocks,
        before,
        sent,
        summaries.stream().map(Summary::gramian).toList(),
        summaries.stream().mapToDouble(Summary::loss).reduce(0, Double::sum),
        summaries.stream().mapToDouble(Summary::ridge).reduce(0, Double::sum));
  }

  /** Runs, and hands over what it comes to. */
  Factorization.Factors factors(Consumer<Alternation> run) {
    try {
      run.accept(this);
    } catch (RuntimeException e) {
      release();
      throw e;
    } finally {
      spark.sc().setLocalProperty(TaskProgress.PROPERTY, null);
    }
    return new Factorization.Factors(
        table(users, Columns.USER_IX), table(items, Columns.ITEM_IX), losses, this::release);
  }

  private Dataset<Row> table(State state, String id) {
    int rank = config.rank();
    return session
        .createDataset(
            state.blocks().flatMap(block -> block.rows(rank)).rdd(), Encoders.bean(VectorRow.class))
        .select(col("id").as(id), col("factors").as(Columns.FACTORS));
  }

  private void release() {
    for (State state : new State[] {users, items}) {
      if (state != null) {
        state.release();
      }
    }
    ratings.release();
    bases.forEach(Broadcast::destroy);
  }
}
