package io.nightjar.similarity;

import io.nightjar.config.SimilarityConfig;
import io.nightjar.config.SimilarityConfig.Measure;
import io.nightjar.dense.InternalRows;
import io.nightjar.dense.Names;
import io.nightjar.linalg.ItemStats;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Every item's nearest neighbours: by pairs exactly, block by block, and by {@link Ease}. */
public final class Neighbours {
  private static final StructType NUMBERED =
      new StructType()
          .add(Columns.ITEM_IX, DataTypes.IntegerType)
          .add(Columns.MEASURE, DataTypes.StringType)
          .add(
              Columns.SIMILAR,
              DataTypes.createArrayType(
                  new StructType()
                      .add(Columns.ITEM_IX, DataTypes.IntegerType)
                      .add(Columns.SCORE, DataTypes.FloatType)));

  /** How a list becomes a row. */
  @FunctionalInterface
  private interface Form extends Serializable {
    InternalRow row(NeighbourList list, UTF8String measure);
  }

  /**
   * Makes the similar items.
   *
   * @param baskets what counts
   * @param names item ids by item number
   * @return {@link Table#SIMILAR_ITEMS}, items with no neighbour left out
   */
  public static Dataset<Row> of(Baskets baskets, Names names, SimilarityConfig config) {
    Broadcast<Names> ids = broadcast(baskets, names);
    return table(
        baskets,
        config,
        Table.SIMILAR_ITEMS.schema().asNullable(),
        (list, measure) ->
            InternalRows.row(
                list.item(), ids.value().of(list.item()), measure, named(list, ids.value())));
  }

  /**
   * Makes the similar items, by number alone.
   *
   * @param baskets what counts
   * @return item number, measure, array of item number and score
   */
  public static Dataset<Row> numbered(Baskets baskets, SimilarityConfig config) {
    return table(
        baskets,
        config,
        NUMBERED,
        (list, measure) -> InternalRows.row(list.item(), measure, numbered(list)));
  }

  private static GenericArrayData named(NeighbourList list, Names names) {
    Object[] similar = new Object[list.others().length];
    for (int i = 0; i < similar.length; i++) {
      int other = list.others()[i];
      similar[i] = InternalRows.row(other, names.of(other), list.scores()[i]);
    }
    return new GenericArrayData(similar);
  }

  private static GenericArrayData numbered(NeighbourList list) {
    Object[] similar = new Object[list.others().length];
    for (int i = 0; i < similar.length; i++) {
      similar[i] = InternalRows.row(list.others()[i], list.scores()[i]);
    }
    return new GenericArrayData(similar);
  }

  private static Dataset<Row> table(
      Baskets baskets, SimilarityConfig config, StructType schema, Form form) {
    JavaRDD<InternalRow> rows =
        lists(baskets, config)
            .mapPartitions(
                lists -> {
                  Map<Measure, UTF8String> names = new EnumMap<>(Measure.class);
                  config.measures().forEach(m -> names.put(m, UTF8String.fromString(m.text())));
                  return new Mapped<>(lists, list -> form.row(list, names.get(list.measure())));
                });
    return InternalRows.table(baskets.session(), rows, schema);
  }

  private static JavaRDD<NeighbourList> lists(Baskets baskets, SimilarityConfig config) {
    JavaRDD<NeighbourList> lists =
        JavaSparkContext.fromSparkContext(baskets.session().sparkContext()).emptyRDD();
    if (!config.counted().isEmpty()) {
      lists = counted(baskets, config);
    }
    return config.measures().contains(Measure.EASE)
        ? lists.union(Ease.lists(baskets, config))
        : lists;
  }

  private static JavaRDD<NeighbourList> counted(Baskets baskets, SimilarityConfig config) {
    Layout layout = baskets.layout();
    Broadcast<ItemStats> stats = broadcast(baskets, baskets.stats());
    return Routes.of(baskets.blocks(), layout)
        .mapPartitionsWithIndex(
            (block, pieces) -> new BlockTask(block, layout, config, pieces).run(stats.value()),
            true);
  }

  private static <T> Broadcast<T> broadcast(Baskets baskets, T value) {
    return JavaSparkContext.fromSparkContext(baskets.session().sparkContext()).broadcast(value);
  }

  private Neighbours() {}
}
