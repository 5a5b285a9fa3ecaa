package io.nightjar.forecast;

import io.nightjar.config.NightjarConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import io.nightjar.config.TrainConfig;
import io.nightjar.linalg.LeastSquares;
import io.nightjar.linalg.SymmetricTiles;
import io.nightjar.similarity.SimilarJob;
import java.util.Optional;

/**
 * What the jobs of a night ask for.
 *
 * <p>A training task's memory follows from its arrays. Time and shuffle are guesses: proportional
 * to what the job loops over, by constants measured in nights of 2 and 8 million generated events
 * on one machine.
 */
final class Demand {
  /** Bytes of an interaction while a block of them is put together: as it came, and sorted. */
  private static final long ENTRY = 40;

  /** Bytes of an event between tasks, compressed: two ids, a type and a time. */
  private static final long EVENT = 26;

  /** Bytes of an interaction between tasks, compressed. */
  private static final long PAIR = 44;

  /** Bytes of a user's list between tasks, compressed. */
  private static final long LIST = 440;

  /** Of the bytes of vectors, what is left where they move. */
  private static final double VECTORS_SENT = 0.77;

  /**
   * Of a heap, for factors; the rest is Spark's and what else a task holds. A million users in 2
   * blocks of rank 64 were out of memory where they held 0.665 of the heap, and not at 0.585.
   */
  private static final double STATES_SHARE = 0.7;

  private final NightjarConfig config;
  private final NightSize size;

  Demand(NightjarConfig config, NightSize size) {
    this.config = config;
    this.size = size;
  }

  /** Seconds that one core has to do. */
  double coreSeconds(String job) {
    return work(job)
        / switch (job) {
          case "ingest" -> 57e3;
          case "prepare" -> 127e3;
          case "train" -> 0.45e9;
          case "similar" -> 6.9e6;
          case "popular" -> 1.6e6;
          case "recommend" -> 5.1e9;
          default -> 8.9e3;
        };
  }

  /** The work of a job over that of the same job in another night. */
  double over(String job, PastNight past) {
    double other = new Demand(config, past.size()).work(job);
    return other > 0 ? work(job) / other : 1;
  }

  /** What a job loops over. */
  private double work(String job) {
    return switch (job) {
      case "ingest" -> size.read();
      case "prepare" -> size.events();
      case "train" -> trained();
      case "similar" -> (double) size.pairs() * size.pairs() / Math.max(1, size.users());
      case "popular" -> size.events();
      case "recommend" -> (double) size.users() * size.items() * config.train().vectorLength();
      default -> size.users();
    };
  }

  private double trained() {
    TrainConfig train = config.train();
    double rank = train.vectorLength();
    double rows = (double) size.users() + size.items();
    return passes() * (size.pairs() * rank * (1 + train.steps()) + rows * rank * rank);
  }

  private double passes() {
    return config.train().iterations() + config.train().startIterations();
  }

  /** Bytes that the tasks of a job hold at once in a heap. */
  long memory(String job, int tasksAtOnce) {
    return switch (job) {
      case "train" -> training(config.train().blocks(), tasksAtOnce);
      case "similar" -> ease().orElse(0L);
      case "recommend" -> Math.min(config.recommend().blockBytes(), vectors(size.items()));
      default -> 0;
    };
  }

  /** Bytes that a job's tasks send to others. */
  long shuffle(String job) {
    return switch (job) {
      case "ingest" -> size.read() * EVENT;
      case "prepare" -> size.events() * EVENT;
      case "train" -> (long) (passes() * VECTORS_SENT * (sent(size.users()) + sent(size.items())));
      case "similar" -> size.pairs() * PAIR;
      case "recommend" -> size.pairs() * PAIR + size.users() * LIST;
      case "evaluate" -> size.users() * LIST;
      default -> 0;
    };
  }

  /** Bytes of vectors that one side's rows send: each once to a block that needs it. */
  private long sent(long rows) {
    return vectors(Math.min(size.pairs(), rows * config.train().blocks()));
  }

  /** What training needs in any case, if it is more than a heap has for it. */
  Optional<String> trainingTooLarge(Machine machine) {
    int blocks = config.train().blocks();
    long needed = states(blocks, machine.tasksAtOnce());
    long most = (long) (STATES_SHARE * machine.executorHeap());
    // There is no momentum before the second iteration.
    if (config.train().solver() != TrainConfig.Solver.NIGHTJAR
        || config.train().iterations() < 2
        || config.prepare().thins()
        || needed <= most) {
      return Optional.empty();
    }
    int enough = blocks;
    while (training(enough, machine.tasksAtOnce()) > most) {
      enough *= 2;
    }
    return Optional.of(
        ("train: the tasks that run at once, %d, hold %,d MB of factors, and %,d of an executor's"
                + " %,d MB are for these: set train.blocks, which is %d, to %d, or raise the"
                + " executors' memory")
            .formatted(
                Math.min(machine.tasksAtOnce(), blocks),
                needed >> 20,
                most >> 20,
                machine.executorHeap() >> 20,
                blocks,
                enough));
  }

  /** The same of the matrix of ease. */
  Optional<String> easeTooLarge(Machine machine) {
    long most = (long) (SimilarJob.EASE_SHARE * machine.driverHeap());
    return ease()
        .filter(needed -> needed > most && !config.prepare().thins())
        .map(
            needed ->
                ("similar: ease holds %,d MB for %,d items, and may have %,d MB of the driver's"
                        + " heap: raise --driver-memory, or leave rare items out by"
                        + " prepare.min-users-per-item")
                    .formatted(needed >> 20, size.items(), most >> 20));
  }

  private Optional<Long> ease() {
    boolean asked = config.similarity().measures().contains(Measure.EASE);
    return asked
        ? Optional.of(SymmetricTiles.bytes((int) Math.min(Integer.MAX_VALUE, size.items())))
        : Optional.empty();
  }

  /** States, the vectors that rows need, and interactions. */
  private long training(int blocks, int tasksAtOnce) {
    long columns =
        Math.max(
            Math.min(size.pairs() / blocks, size.users()),
            Math.min(size.pairs() / blocks, size.items()));
    return states(blocks, tasksAtOnce)
        + Math.min(blocks, tasksAtOnce) * (vectors(columns) + ENTRY * size.pairs() / blocks);
  }

  /**
   * The rows of the larger side, three times: as they were, as they are, and beyond both by the
   * solver's momentum.
   */
  private long states(int blocks, int tasksAtOnce) {
    long rows = Math.max(size.users(), size.items()) / blocks;
    return 3L * Math.min(blocks, tasksAtOnce) * vectors(rows);
  }

  private long vectors(long rows) {
    return rows * LeastSquares.stride(config.train().rank()) * Float.BYTES;
  }
}
