package io.nightjar.recommend;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.octet_length;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.transform;
import static org.apache.spark.sql.functions.when;

import io.nightjar.dense.Blocks;
import io.nightjar.dense.Names;
import io.nightjar.dense.SparseRows;
import io.nightjar.run.JobContext;
import io.nightjar.schema.Columns;
import io.nightjar.schema.Table;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Ships the side of the items from the night's tables, in blocks of recommend.block-bytes. */
final class CatalogueLoader {
  /** An item and a score. */
  private static final long VOTE_BYTES = Integer.BYTES + Float.BYTES;

  private static final String VOTE = "vote";

  private final JobContext context;
  private final Function<Table, Dataset<Row>> model;
  private final JavaSparkContext spark;
  private final long blockBytes;

  /**
   * A loader.
   *
   * @param model reads the tables of the model, which need not be tonight's
   */
  CatalogueLoader(JobContext context, Function<Table, Dataset<Row>> model) {
    this.context = context;
    this.model = model;
    this.spark = JavaSparkContext.fromSparkContext(context.session().sparkContext());
    this.blockBytes = context.config().recommend().blockBytes();
  }

  CatalogueModel load() {
    Dataset<Row> index = context.read(Table.ITEM_INDEX);
    Row sizes =
        index
            .agg(
                coalesce(max(Columns.ITEM_IX), lit(-1)),
                coalesce(max(octet_length(col(Columns.ITEM_ID))), lit(0)))
            .first();
    int items = sizes.getInt(0) + 1;
    int nameBytes = sizes.getInt(1) + Integer.BYTES;
    BitSet unavailable = unavailable(index);
    ShippedFactors factors =
        ShippedFactors.of(
            model.apply(Table.ITEM_FACTORS),
            Columns.ITEM_IX,
            Columns.FACTORS,
            items,
            context.config().train().vectorLength(),
            unavailable,
            blockBytes);
    return new CatalogueModel(
        Blocks.ship(
            spark,
            items,
            nameBytes,
            blockBytes,
            (first, count) -> Names.read(index, Columns.ITEM_IX, Columns.ITEM_ID, first, count)),
        spark.broadcast(unavailable),
        factors,
        similar(items),
        spark.broadcast(popular()));
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

  /**
   * For each item, who has it among the nearest neighbours: those it votes for, once by each
   * measure.
   */
  private Blocks<SparseRows> similar(int items) {
    Column weight = lit(null).cast("float");
    for (Map.Entry<String, Double> vote : new TreeMap<>(context.config().votes()).entrySet()) {
      weight =
          when(col(Columns.MEASURE).equalTo(vote.getKey()), lit(vote.getValue().floatValue()))
              .otherwise(weight);
    }
    Dataset<Row> similar =
        model.apply(Table.SIMILAR_ITEMS).withColumn(VOTE, weight).where(col(VOTE).gt(0));
    Column neighbours = col(Columns.SIMILAR).getField(Columns.ITEM_IX);
    Column scores =
        transform(col(Columns.SIMILAR).getField(Columns.SCORE), score -> score.multiply(col(VOTE)));
    return Blocks.ship(
        spark,
        cuts(similar, neighbours, items),
        (first, count) ->
            SparseRows.readTransposed(similar, Columns.ITEM_IX, neighbours, scores, first, count));
  }

  /** Where to cut the items, so that votes of a block take block-bytes at the most, or one item. */
  private int[] cuts(Dataset<Row> similar, Column neighbours, int items) {
    long pairs = similar.agg(coalesce(sum(size(neighbours)), lit(0L))).first().getLong(0);
    if (pairs * VOTE_BYTES + items * (long) Integer.BYTES <= blockBytes) {
      return new int[] {0, items};
    }
    int[] votes = new int[items];
    similar
        .select(explode(neighbours).as(Columns.ITEM_IX))
        .groupBy(Columns.ITEM_IX)
        .agg(count(lit(1)))
        .toLocalIterator()
        .forEachRemaining(row -> votes[row.getInt(0)] = Math.toIntExact(row.getLong(1)));
    IntStream.Builder cuts = IntStream.builder().add(0);
    long bytes = 0;
    for (int item = 0; item < items; item++) {
      long more = votes[item] * VOTE_BYTES + Integer.BYTES;
      if (bytes > 0 && bytes + more > blockBytes) {
        cuts.add(item);
        bytes = 0;
      }
      bytes += more;
    }
    return cuts.add(items).build().toArray();
  }

  private PopularLists popular() {
    Dataset<Row> lists = model.apply(Table.POPULAR_ITEMS);
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
