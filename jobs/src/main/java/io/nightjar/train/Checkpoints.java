package io.nightjar.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;

/**
 * Where a fit keeps what it has come to, that its lineage stays short: a folder of its own, which
 * goes with it.
 *
 * <p>Spark knows one checkpoint directory a context. Fits side by side, as {@code tune} makes them,
 * would write into each other's and delete it, so the directory is set anew for each checkpoint.
 */
public final class Checkpoints implements AutoCloseable {
  private static final Object DIRECTORY_OF_CONTEXT = new Object();

  private final SparkContext spark;
  private final Path folder;

  private Checkpoints(SparkContext spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /**
   * Checkpoints of one fit.
   *
   * @param parent where their folder is made, once it is needed
   */
  public static Checkpoints in(Path parent, SparkContext spark) {
    return new Checkpoints(spark, new Path(parent, UUID.randomUUID().toString()));
  }

  /** Has Spark keep what an RDD holds, with the next job that computes it. */
  void of(JavaRDD<?> rdd) {
    during(
        () -> {
          rdd.checkpoint();
          return rdd;
        });
  }

  /** Runs what asks for checkpoints by itself; no other fit can ask for its own meanwhile. */
  <T> T during(Supplier<T> fit) {
    synchronized (DIRECTORY_OF_CONTEXT) {
      spark.setCheckpointDir(folder.toString());
      return fit.get();
    }
  }

  /** Deletes them. */
  @Override
  public void close() {
    try {
      folder.getFileSystem(spark.hadoopConfiguration()).delete(folder, true);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot delete the checkpoints in " + folder, e);
    }
  }
}
