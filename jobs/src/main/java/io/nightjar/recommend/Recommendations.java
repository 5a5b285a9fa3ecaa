package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import io.nightjar.dense.InternalRows;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;

/** Lists of users as tables. */
final class Recommendations {
  /** Name of the list that is served, in the lists of {@link Table#LISTS}. */
  static final String BLEND = "blend";

  /** Name of the blend of the night before's model, in the same table. */
  static final String LAST_NIGHT = "last-night";

  /**
   * The lists to serve.
   *
   * @return {@link Table#RECOMMENDATIONS}
   */
  static Dataset<Row> toServe(
      SparkSession session, JavaRDD<User> users, CatalogueModel model, RecommendConfig config) {
    JavaRDD<InternalRow> rows =
        users.mapPartitions(
            part -> {
              ListMaker maker = new ListMaker(model, config, config.n());
              UTF8String[] labels = texts(maker.labels().stream());
              return maker.make(
                  part,
                  batch -> {
                    ItemNames names = ItemNames.of(batch, model.names());
                    return batch.stream().map(lists -> row(lists, labels, names)).toList();
                  });
            });
    return InternalRows.table(session, rows, Table.RECOMMENDATIONS.schema().asNullable());
  }

  /**
   * The lists of every source and of the blend, for measuring.
   *
   * @param n length of the lists
   * @return {@link Table#LISTS}
   */
  static Dataset<Row> toMeasure(
      SparkSession session,
      JavaRDD<User> users,
      CatalogueModel model,
      RecommendConfig config,
      int n) {
    JavaRDD<InternalRow> rows =
        users.mapPartitions(
            part -> {
              ListMaker maker = new ListMaker(model, config, n);
              UTF8String[] models = texts(Stream.concat(Stream.of(BLEND), maker.labels().stream()));
              return maker.make(
                  part, batch -> batch.stream().flatMap(lists -> allLists(lists, models)).toList());
            });
    return InternalRows.table(session, rows, Table.LISTS.schema().asNullable());
  }

  private static InternalRow row(ListMaker.Lists lists, UTF8String[] labels, ItemNames names) {
    List<Recommendation> list = lists.blend();
    Object[] items = new Object[list.size()];
    for (int i = 0; i < items.length; i++) {
      Recommendation r = list.get(i);
      items[i] =
          InternalRows.row(
              names.of(r.item()), r.score(), labels[r.source()], names.of(r.because()));
    }
    return InternalRows.row(lists.user().id(), new GenericArrayData(items));
  }

  private static Stream<InternalRow> allLists(ListMaker.Lists lists, UTF8String[] models) {
    int user = lists.user().ix();
    int[] blend = lists.blend().stream().mapToInt(Recommendation::item).toArray();
    List<InternalRow> rows = new ArrayList<>(models.length);
    rows.add(InternalRows.row(models[0], user, new GenericArrayData(blend)));
    for (int s = 1; s < models.length; s++) {
      rows.add(InternalRows.row(models[s], user, new GenericArrayData(lists.of(s - 1))));
    }
    return rows.stream();
  }

  private static UTF8String[] texts(Stream<String> texts) {
    return texts.map(UTF8String::fromString).toArray(UTF8String[]::new);
  }

  private Recommendations() {}
}
