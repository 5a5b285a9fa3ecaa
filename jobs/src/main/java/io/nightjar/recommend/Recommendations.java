package io.nightjar.recommend;

import io.nightjar.config.RecommendConfig;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;

/** Lists of users as tables. */
final class Recommendations {
  /** Name of the list that is served, in the lists of {@link Table#LISTS}. */
  static final String BLEND = "blend";

  /**
   * The lists to serve.
   *
   * @param users rows of {@link Users#of}
   * @return {@link Table#RECOMMENDATIONS}
   */
  static Dataset<Row> toServe(
      Dataset<Row> users, Broadcast<CatalogueModel> model, RecommendConfig config) {
    JavaRDD<Row> rows =
        partitioned(users, config)
            .mapPartitions(
                part -> {
                  CatalogueModel catalogue = model.value();
                  return new ListMaker(catalogue, config, config.n())
                      .make(part, (user, lists) -> List.of(row(user, lists.blend(), catalogue)));
                });
    return users.sparkSession().createDataFrame(rows, Table.RECOMMENDATIONS.schema());
  }

  /**
   * The lists of every source and of the blend, for measuring.
   *
   * @param users rows of {@link Users#of}
   * @param n length of the lists
   * @return {@link Table#LISTS}
   */
  static Dataset<Row> toMeasure(
      Dataset<Row> users, Broadcast<CatalogueModel> model, RecommendConfig config, int n) {
    JavaRDD<Row> rows =
        partitioned(users, config)
            .mapPartitions(
                part ->
                    new ListMaker(model.value(), config, n).make(part, Recommendations::allLists));
    return users.sparkSession().createDataFrame(rows, Table.LISTS.schema());
  }

  private static JavaRDD<Row> partitioned(Dataset<Row> users, RecommendConfig config) {
    return users.repartition(config.partitions(), functions.col(Columns.USER_IX)).toJavaRDD();
  }

  private static Row row(User user, List<Recommendation> list, CatalogueModel catalogue) {
    String[] ids = catalogue.ids();
    Row[] items =
        list.stream()
            .map(
                r ->
                    RowFactory.create(
                        ids[r.item()],
                        r.score(),
                        r.source(),
                        r.because() == Candidates.NO_ITEM ? null : ids[r.because()]))
            .toArray(Row[]::new);
    return RowFactory.create(user.id(), items);
  }

  private static List<Row> allLists(User user, ListMaker.Lists lists) {
    List<Row> rows = new ArrayList<>();
    int[] blend = lists.blend().stream().mapToInt(Recommendation::item).toArray();
    rows.add(RowFactory.create(BLEND, user.ix(), blend));
    for (int s = 0; s < lists.sources().size(); s++) {
      rows.add(RowFactory.create(lists.sources().get(s), user.ix(), lists.of(s)));
    }
    return rows;
  }

  private Recommendations() {}
}
