package io.nightjar.similarity;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.struct;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;

/** The interactions that similarity counts. */
final class UserRows {
  static final String PAIRS = "pairs";

  /**
   * A user's latest items, as many as the cap allows.
   *
   * @param interactions {@link Table#INTERACTIONS}
   * @return user number, item number, weight &gt; 0
   */
  static Dataset<Row> capped(Dataset<Row> interactions, SimilarityConfig config) {
    return interactions
        .where(col(Columns.WEIGHT).gt(0))
        .withColumn(
            "recency",
            row_number()
                .over(
                    Window.partitionBy(Columns.USER_IX)
                        .orderBy(col(Columns.LAST_AT).desc(), col(Columns.ITEM_IX))))
        .where(col("recency").leq(config.maxItemsPerUser()))
        .select(Columns.USER_IX, Columns.ITEM_IX, Columns.WEIGHT);
  }

  /** One row per user: number, array of (item number, weight) by item ascending. */
  static Dataset<Row> grouped(Dataset<Row> capped) {
    return capped
        .groupBy(Columns.USER_IX)
        .agg(array_sort(collect_list(struct(col(Columns.ITEM_IX), col(Columns.WEIGHT)))).as(PAIRS));
  }

  private UserRows() {}
}
