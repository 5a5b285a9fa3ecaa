package io.nightjar.generate;

import java.io.Serializable;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** The users and items of a spec and what they do; each task builds its own, of a few kilobytes. */
record World(Generator.Spec spec, Users users, Items items, Journeys journeys) {
  /** Rows that come of a number. */
  @FunctionalInterface
  interface Rows extends Serializable {
    Stream<Row> of(World world, long number);
  }

  static World of(Generator.Spec spec) {
    Users users = new Users(spec);
    Items items = new Items(spec);
    return new World(spec, users, items, new Journeys(spec, users, items));
  }

  /** What comes of each number from 0 to count − 1. */
  static Dataset<Row> map(
      SparkSession spark,
      Generator.Spec spec,
      long count,
      int numbersPerTask,
      StructType schema,
      Rows rows) {
    int tasks = (int) ((count + numbersPerTask - 1) / numbersPerTask);
    MapPartitionsFunction<Long, Row> task =
        numbers -> {
          World world = of(spec);
          return StreamSupport.stream(
                  Spliterators.spliteratorUnknownSize(numbers, Spliterator.ORDERED), false)
              .flatMap(number -> rows.of(world, number))
              .iterator();
        };
    return spark.range(0, count, 1, tasks).mapPartitions(task, Encoders.row(schema));
  }
}
