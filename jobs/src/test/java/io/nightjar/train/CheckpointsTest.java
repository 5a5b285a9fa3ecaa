package io.nightjar.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckpointsTest {
  @TempDir Path folder;

  @Test
  void fitsSideBySideDoNotTakeTheirCheckpointsFromEachOther() throws Exception {
    SparkContext spark = SharedSpark.session().sparkContext();
    org.apache.hadoop.fs.Path parent = new org.apache.hadoop.fs.Path(folder.toUri());
    Checkpoints one = Checkpoints.in(parent, spark);
    Checkpoints other = Checkpoints.in(parent, spark);
    JavaRDD<Integer> before = kept(one, 1);
    JavaRDD<Integer> others = kept(other, 2);
    JavaRDD<Integer> after = kept(one, 3);

    assertEquals(List.of(2), others.collect());
    other.close();

    assertEquals(List.of(1), before.collect());
    assertEquals(List.of(3), after.collect());
    assertTrue(before.isCheckpointed() && after.isCheckpointed());
    assertEquals(List.of(1), before.collect(), "from its checkpoint");
    one.close();
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  private static JavaRDD<Integer> kept(Checkpoints checkpoints, int value) {
    JavaRDD<Integer> rdd =
        JavaSparkContext.fromSparkContext(SharedSpark.session().sparkContext())
            .parallelize(List.of(value), 1);
    checkpoints.of(rdd);
    return rdd;
  }
}
