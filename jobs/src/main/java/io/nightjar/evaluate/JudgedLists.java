package io.nightjar.evaluate;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.sort_array;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.nightjar.dense.InternalRows;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.storage.StorageLevel;

/**
 * The users with held-out items, each with these items, what is known of the user, and the list of
 * every model. Rows are distributed by user and read where they lie: everything that looks at lists
 * is a pass over them, and no list is ever compared with more than those of its own user.
 */
final class JudgedLists implements AutoCloseable {
  /** Name of the column of how many items there are to rank for a user. */
  static final String RANKABLE = "rankable";

  private static final int SEGMENTS = 20;
  private static final String RELEVANT = "relevant";
  private static final String LISTS = "lists";
  private static final String TRAINED = "trained";
  private static final String KNOWN = "known";
  private static final String NO_STRINGS = "array<string>";

  private final Dataset<Row> rows;
  private final List<String> models;
  private final List<String> segments;

  private JudgedLists(Dataset<Row> rows, List<String> models, List<String> segments) {
    this.rows = rows;
    this.models = models;
    this.segments = segments;
  }

  /**
   * Brings lists and truth together, and keeps both until {@link #close}. Lists of users without
   * truth are left out.
   *
   * @param truth relevant rows of {@link Table#TRUTH}
   * @param lists {@link Table#LISTS}
   * @param interactions {@link Table#INTERACTIONS}
   * @param rankable user number and the number of items to rank; for users who are missing, all
   *     items that they have not had
   * @param items how many items are learnt from
   * @param segments user number and segment; users may be missing
   */
  static JudgedLists of(
      Dataset<Row> truth,
      Dataset<Row> lists,
      Dataset<Row> interactions,
      Dataset<Row> rankable,
      int items,
      Dataset<Row> segments) {
    Column learnt = when(col(Columns.WEIGHT).gt(0), 1).otherwise(0);
    String[] user = {Columns.USER_IX};
    Dataset<Row> rows =
        truth
            .groupBy(Columns.USER_IX)
            .agg(
                sort_array(collect_list(struct(col(Columns.ITEM_IX), col(Columns.EVENTS))))
                    .as(RELEVANT))
            .join(
                lists
                    .groupBy(Columns.USER_IX)
                    .agg(collect_list(struct(col(Columns.MODEL), col(Columns.ITEMS))).as(LISTS)),
                user,
                "left")
            .join(
                interactions
                    .groupBy(Columns.USER_IX)
                    .agg(sum(learnt).cast("int").as(TRAINED), count(lit(1)).cast("int").as(KNOWN)),
                user,
                "left")
            .join(segments, user, "left")
            .join(rankable, user, "left")
            .select(
                col(Columns.USER_IX),
                col(RELEVANT).getField(Columns.ITEM_IX),
                col(RELEVANT).getField(Columns.EVENTS),
                coalesce(col(LISTS).getField(Columns.MODEL), array().cast(NO_STRINGS)),
                coalesce(col(LISTS).getField(Columns.ITEMS), array().cast("array<array<int>>")),
                coalesce(col(TRAINED), lit(0)),
                coalesce(col(RANKABLE), lit(items).minus(coalesce(col(KNOWN), lit(0)))),
                col(Columns.SEGMENT))
            .persist(StorageLevel.MEMORY_AND_DISK());
    List<String> models =
        lists.select(Columns.MODEL).distinct().orderBy(Columns.MODEL).collectAsList().stream()
            .map(row -> row.getString(0))
            .toList();
    List<String> largest =
        rows
            .where(col(Columns.SEGMENT).isNotNull())
            .groupBy(Columns.SEGMENT)
            .agg(count(lit(1)).as(KNOWN))
            .orderBy(col(KNOWN).desc(), col(Columns.SEGMENT))
            .limit(SEGMENTS)
            .collectAsList()
            .stream()
            .map(row -> row.getString(0))
            .toList();
    return new JudgedLists(rows, models, largest);
  }

  SparkSession session() {
    return rows.sparkSession();
  }

  /** Names of the models, in order. */
  List<String> models() {
    return models;
  }

  /** The segments with the most users, {@value #SEGMENTS} at the most. */
  List<String> segments() {
    return segments;
  }

  /** The users, in Spark's own form: for {@link JudgedUser#of}. */
  JavaRDD<InternalRow> users() {
    return InternalRows.of(rows);
  }

  @Override
  public void close() {
    rows.unpersist();
  }
}
