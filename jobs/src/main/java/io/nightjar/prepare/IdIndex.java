package io.nightjar.prepare;

import static org.apache.spark.sql.functions.col;

import io.nightjar.run.UserError;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/**
 * Dense numbers for ids. Numbers once given never change: new ids take those that follow. No id
 * passes through the driver; the order of new ids is that of their hash, then of their text, so it
 * does not depend on the cluster.
 */
final class IdIndex {
  private static final long IDS_PER_PARTITION = 1_000_000;

  /**
   * Extends an index.
   *
   * @param base the index so far (id, number), numbers 0 to n − 1
   * @param ids one column of ids, repeated or not
   * @param schema the index's columns: id, number
   * @return base and the new ids, numbered from n on
   */
  static Dataset<Row> extend(Dataset<Row> base, Dataset<Row> ids, StructType schema) {
    String id = schema.fieldNames()[0];
    Dataset<Row> fresh =
        ids.toDF(id).distinct().join(base.select(id), new String[] {id}, "left_anti").persist();
    try {
      long known = base.count();
      long added = fresh.count();
      if (known + added > Integer.MAX_VALUE) {
        throw new UserError(
            "Cannot number %,d ids of column %s: the most is %,d"
                .formatted(known + added, id, Integer.MAX_VALUE));
      }
      int partitions = (int) (1 + added / IDS_PER_PARTITION);
      JavaRDD<Row> numbered =
          fresh
              .repartition(partitions, col(id))
              .sortWithinPartitions(id)
              .toJavaRDD()
              .zipWithIndex()
              .map(pair -> RowFactory.create(pair._1().get(0), (int) (known + pair._2())));
      return base.unionByName(base.sparkSession().createDataFrame(numbered, schema));
    } finally {
      fresh.unpersist();
    }
  }

  private IdIndex() {}
}
