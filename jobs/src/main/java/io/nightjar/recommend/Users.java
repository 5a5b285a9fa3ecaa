package io.nightjar.recommend;

import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.element_at;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.slice;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.unix_micros;
import static org.apache.spark.sql.functions.when;

import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.Optional;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/** Joins all that is known of each user into one row. */
final class Users {
  private static final String EXCLUDED = "excluded";
  private static final String HISTORY = "history";
  private static final int[] NO_INTS = {};
  private static final float[] NO_FLOATS = {};

  /**
   * One row per user: number, id, segment, factors, excluded items, history. Segment, factors,
   * excluded and history are null where there is nothing.
   *
   * @param index {@link Table#USER_INDEX}
   * @param interactions {@link Table#INTERACTIONS}
   * @param factors {@link Table#USER_FACTORS}
   * @param attributes {@link Table#USERS}
   * @param segmentBy attribute that names the popularity segment
   * @param excluded which interactions exclude their item
   * @param historyItems length of the history at the most
   */
  static Dataset<Row> of(
      Dataset<Row> index,
      Dataset<Row> interactions,
      Dataset<Row> factors,
      Dataset<Row> attributes,
      Optional<String> segmentBy,
      Column excluded,
      int historyItems) {
    Dataset<Row> lists =
        interactions
            .groupBy(Columns.USER_IX)
            .agg(
                array_sort(collect_list(when(excluded, col(Columns.ITEM_IX)))).as(EXCLUDED),
                slice(
                        array_sort(
                            collect_list(
                                when(
                                    col(Columns.WEIGHT).gt(0),
                                    struct(
                                        unix_micros(col(Columns.LAST_AT)).multiply(-1).as("age"),
                                        col(Columns.ITEM_IX),
                                        col(Columns.WEIGHT))))),
                        1,
                        historyItems)
                    .as(HISTORY));
    return index
        .join(segments(attributes, segmentBy), new String[] {Columns.USER_ID}, "left")
        .join(factors, new String[] {Columns.USER_IX}, "left")
        .join(lists, new String[] {Columns.USER_IX}, "left")
        .select(
            col(Columns.USER_IX),
            col(Columns.USER_ID),
            col(Columns.SEGMENT),
            col(Columns.FACTORS),
            col(EXCLUDED),
            transform(col(HISTORY), h -> h.getField(Columns.ITEM_IX)).as("items"),
            transform(col(HISTORY), h -> h.getField(Columns.WEIGHT)).as("weights"));
  }

  /** Reads a row made by {@link #of}, in Spark's own form; nothing of the row is kept. */
  static User read(InternalRow row) {
    return new User(
        row.getInt(0),
        row.getUTF8String(1).copy(),
        row.isNullAt(2) ? null : row.getUTF8String(2).toString(),
        row.isNullAt(3) ? null : row.getArray(3).toFloatArray(),
        row.isNullAt(4) ? NO_INTS : row.getArray(4).toIntArray(),
        row.isNullAt(5) ? NO_INTS : row.getArray(5).toIntArray(),
        row.isNullAt(6) ? NO_FLOATS : row.getArray(6).toFloatArray());
  }

  private static Dataset<Row> segments(Dataset<Row> attributes, Optional<String> segmentBy) {
    Column segment =
        segmentBy
            .map(name -> concat(lit("segment:"), element_at(col(Columns.ATTRIBUTES), lit(name))))
            .orElse(lit(null).cast("string"));
    return attributes.select(col(Columns.USER_ID), segment.as(Columns.SEGMENT));
  }

  private Users() {}
}
