package io.nightjar.train;

import java.util.Iterator;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction2;
import scala.Tuple2;

/** Sends things from blocks to blocks: block {@code b} of an RDD is its partition {@code b}. */
final class Exchange {
  /** What a block makes of what it is sent, beside what it has. */
  @FunctionalInterface
  interface Receiver<T, B, R> extends java.io.Serializable {
    R receive(B block, Iterator<T> sent);
  }

  /**
   * Delivers.
   *
   * @param sent things by the block they go to, in no order
   * @param blocks one element a partition
   * @return one element a partition
   */
  static <T, B, R> JavaRDD<R> deliver(
      JavaPairRDD<Integer, T> sent, JavaRDD<B> blocks, Receiver<T, B, R> receiver) {
    FlatMapFunction2<Iterator<Tuple2<Integer, T>>, Iterator<B>, R> task =
        (things, block) -> one(receiver.receive(block.next(), values(things)));
    return to(blocks.getNumPartitions(), sent).zipPartitions(blocks, task);
  }

  /** Delivers to blocks that are made of nothing else. */
  static <T, R> JavaRDD<R> deliver(
      JavaPairRDD<Integer, T> sent, int blocks, Receiver<T, Integer, R> receiver) {
    return to(blocks, sent)
        .mapPartitionsWithIndex(
            (block, things) -> one(receiver.receive(block, values(things))), true);
  }

  private static <T> JavaPairRDD<Integer, T> to(int blocks, JavaPairRDD<Integer, T> sent) {
    // The hash of a whole number is itself.
    return sent.partitionBy(new HashPartitioner(blocks));
  }

  private static <R> Iterator<R> one(R result) {
    return java.util.List.of(result).iterator();
  }

  private static <T> Iterator<T> values(Iterator<Tuple2<Integer, T>> pairs) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return pairs.hasNext();
      }

      @Override
      public T next() {
        return pairs.next()._2();
      }
    };
  }

  private Exchange() {}
}
