package io.nightjar.report;

import static org.apache.spark.sql.functions.bin;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import io.nightjar.report.NightReport.DayCount;
import io.nightjar.report.NightReport.HistoryBin;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.SliceValue;
import io.nightjar.schema.Columns;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Summaries of tables, each aggregated by the cluster to a bounded number of rows. */
final class Distributions {
  private static final int EXAMPLE_BYTES = 200;
  private static final String N = "_n";
  private static final String BIN = "_bin";
  private static final String EXAMPLE = "_example";

  /** A quarantined row: its file and the beginning of its bytes. */
  record Example(String file, String raw) {}

  /** Events per day and type: days × types rows, and types are those of the configuration. */
  static List<DayCount> eventsByDay(Dataset<Row> events) {
    return events
        .groupBy(col(Columns.DATE).cast("string"), col(Columns.EVENT_TYPE))
        .agg(count(lit(1)))
        .collectAsList()
        .stream()
        .map(row -> new DayCount(row.getString(0), row.getString(1), row.getLong(2)))
        .sorted(Comparator.comparing(DayCount::date).thenComparing(DayCount::type))
        .toList();
  }

  /** Users by number of items, in bins from one power of two up to the next. */
  static List<HistoryBin> historyLengths(Dataset<Row> interactions) {
    // The length of a number in binary is exact, where a logarithm of doubles may round up.
    Column log2 = length(bin(col(N))).minus(1);
    return interactions
        .groupBy(Columns.USER_IX)
        .agg(count(lit(1)).as(N))
        .groupBy(log2.as(BIN))
        .agg(count(lit(1)).as(N))
        .orderBy(BIN)
        .collectAsList()
        .stream()
        .map(row -> historyBin(row.getInt(0), row.getLong(1)))
        .toList();
  }

  private static HistoryBin historyBin(int log2, long users) {
    return new HistoryBin(1L << log2, (2L << log2) - 1, users);
  }

  /** For each reason the first of its rows, by file and bytes. */
  static Map<String, Example> quarantineExamples(Dataset<Row> quarantine) {
    Column raw = substring(col(Columns.RAW), 1, EXAMPLE_BYTES);
    return quarantine
        .groupBy(Columns.REASON)
        .agg(min(struct(col(Columns.FILE), raw.as(Columns.RAW))).as(EXAMPLE))
        .select(
            col(Columns.REASON),
            col(EXAMPLE).getField(Columns.FILE),
            col(EXAMPLE).getField(Columns.RAW))
        .collectAsList()
        .stream()
        .collect(
            Collectors.toMap(
                row -> row.getString(0),
                row -> new Example(row.getString(1), text(row.<byte[]>getAs(2)))));
  }

  private static String text(byte[] raw) {
    return new String(raw, StandardCharsets.UTF_8);
  }

  /** NDCG of slices, sorted by slice, model and k; slices × models × k rows. */
  static List<SliceValue> slices(Dataset<Row> slices) {
    return slices
        .where(col(Columns.METRIC).equalTo(Quality.NDCG))
        .select(Columns.SLICE, Columns.MODEL, Columns.K, Columns.VALUE, Columns.USERS)
        .orderBy(Columns.SLICE, Columns.MODEL, Columns.K)
        .collectAsList()
        .stream()
        .map(
            row ->
                new SliceValue(
                    row.getString(0),
                    row.getString(1),
                    row.getInt(2),
                    row.getDouble(3),
                    row.getLong(4)))
        .toList();
  }

  /** The metrics, sorted by model, metric and k; models × metrics × k rows. */
  static List<MetricValue> metrics(Dataset<Row> metrics) {
    return metrics
        .select(
            Columns.MODEL,
            Columns.METRIC,
            Columns.K,
            Columns.VALUE,
            Columns.LOW,
            Columns.HIGH,
            Columns.P_POPULARITY,
            Columns.P_LAST_NIGHT)
        .orderBy(Columns.MODEL, Columns.METRIC, Columns.K)
        .collectAsList()
        .stream()
        .map(
            row ->
                new MetricValue(
                    row.getString(0),
                    row.getString(1),
                    row.getInt(2),
                    row.getDouble(3),
                    row.getAs(4),
                    row.getAs(5),
                    row.getAs(6),
                    row.getAs(7)))
        .toList();
  }

  private Distributions() {}
}
