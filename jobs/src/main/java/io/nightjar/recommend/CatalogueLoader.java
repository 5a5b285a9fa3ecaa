package io.nightjar.recommend;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;

import io.nightjar.dense.DenseArrays;
import io.nightjar.dense.SparseRows;
import io.nightjar.linalg.FactorScorer;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Loads the side of the items from the night's tables, within {@code recommend.max-model-bytes}.
 */
final class CatalogueLoader {
  private final JobContext context;
  private final DenseArrays arrays;

  CatalogueLoader(JobContext context) {
    this.context = context;
    this.arrays =
        new DenseArrays(context.config().recommend().maxModelBytes(), "recommend.max-model-bytes");
  }

  CatalogueModel load() {
    Dataset<Row> index = context.read(Table.ITEM_INDEX);
    int items = DenseArrays.size(index, Columns.ITEM_IX);
    String[] ids = arrays.strings(index, Columns.ITEM_IX, Columns.ITEM_ID, items);
    BitSet ineligible = unavailable(index);
    return new CatalogueModel(
        ids, ineligible, scorer(items, ineligible), similar(items), popular());
  }

  private BitSet unavailable(Dataset<Row> index) {
    BitSet unavailable = new BitSet();
    Iterator<Row> rows =
        context
            .read(Table.ITEMS)
            .where(col(Columns.AVAILABLE).equalTo(false))
            .join(index, Columns.ITEM_ID)
            .select(Columns.ITEM_IX)
            .toLocalIterator();
    rows.forEachRemaining(row -> unavailable.set(row.getInt(0)));
    return unavailable;
  }

  private FactorScorer scorer(int items, BitSet unavailable) {
    int rank = context.config().train().rank();
    Dataset<Row> factors = context.read(Table.ITEM_FACTORS);
    BitSet ineligible = (BitSet) unavailable.clone();
    BitSet trained = new BitSet();
    factors
        .select(Columns.ITEM_IX)
        .toLocalIterator()
        .forEachRemaining(row -> trained.set(row.getInt(0)));
    trained.flip(0, items);
    ineligible.or(trained);
    return FactorScorer.of(
        arrays.vectors(factors, Columns.ITEM_IX, Columns.FACTORS, items, rank), rank, ineligible);
  }

  private SparseRows similar(int items) {
    Dataset<Row> similar =
        context
            .read(Table.SIMILAR_ITEMS)
            .where(col(Columns.MEASURE).equalTo(context.config().similarity().voting().text()))
            .selectExpr(
                Columns.ITEM_IX,
                "transform(%s, s -> struct(s.%s, s.%s)) as %s"
                    .formatted(Columns.SIMILAR, Columns.ITEM_IX, Columns.SCORE, Columns.SIMILAR));
    Column entries = coalesce(sum(size(col(Columns.SIMILAR))), lit(0L));
    return arrays.lists(similar, Columns.ITEM_IX, similar.agg(entries), items);
  }

  private PopularLists popular() {
    Dataset<Row> lists = context.read(Table.POPULAR_ITEMS);
    Map<String, PopularLists.Ranking> rankings = new HashMap<>();
    List<Row> lengths =
        lists.groupBy(Columns.SEGMENT).agg(count(lit(1))).orderBy(Columns.SEGMENT).collectAsList();
    for (Row length : lengths) {
      int n = Math.toIntExact(length.getLong(1));
      rankings.put(length.getString(0), new PopularLists.Ranking(new int[n], new float[n]));
    }
    Iterator<Row> rows =
        lists
            .select(Columns.SEGMENT, Columns.RANK, Columns.ITEM_IX, Columns.SCORE)
            .toLocalIterator();
    rows.forEachRemaining(
        row -> {
          PopularLists.Ranking ranking = rankings.get(row.getString(0));
          ranking.items()[row.getInt(1) - 1] = row.getInt(2);
          ranking.scores()[row.getInt(1) - 1] = (float) row.getDouble(3);
        });
    return new PopularLists(rankings.get("global"), rankings);
  }
}
