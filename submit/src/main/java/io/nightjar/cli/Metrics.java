package io.nightjar.cli;

import io.nightjar.report.NightReport;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.schema.Columns;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** The offline metrics of a night at the first length they were measured at. */
record Metrics(List<MetricValue> values) {
  private static final String SERVED = "blend";
  private static final String BASELINE = "popularity";
  private static final String NDCG = "ndcg";
  private static final List<String> NAMES =
      List.of(NDCG, "recall", "precision", "hit_rate", "map", "mrr", "coverage", "novelty");

  static Metrics of(NightReport report) {
    return new Metrics(report.metrics());
  }

  /** Those of a table of metrics. */
  static Metrics of(Dataset<Row> metrics) {
    return new Metrics(
        metrics.collectAsList().stream()
            .map(
                row ->
                    new MetricValue(
                        row.getAs(Columns.MODEL),
                        row.getAs(Columns.METRIC),
                        row.getAs(Columns.K),
                        row.getAs(Columns.VALUE),
                        row.getAs(Columns.LOW),
                        row.getAs(Columns.HIGH),
                        row.getAs(Columns.P_POPULARITY),
                        row.getAs(Columns.P_LAST_NIGHT)))
            .toList());
  }

  /** A row a model, popularity last. */
  String render() {
    OptionalInt first = k();
    if (first.isEmpty()) {
      return "  nothing was measured" + System.lineSeparator();
    }
    int k = first.getAsInt();
    List<String> names = NAMES.stream().filter(n -> find(SERVED, n, k).isPresent()).toList();
    TextTable table =
        new TextTable(
            Stream.concat(Stream.of("model"), names.stream().map(n -> ">" + n + "@" + k))
                .toArray(String[]::new));
    values.stream()
        .map(MetricValue::model)
        .distinct()
        .sorted(Comparator.comparingInt(Metrics::place))
        .forEach(
            model ->
                table.row(
                    Stream.concat(
                            Stream.of(model), names.stream().map(n -> text(find(model, n, k))))
                        .toArray()));
    return table.render();
  }

  /** What the night is judged by, on one line. */
  String brief() {
    return k().isEmpty()
        ? "Not measured."
        : "ndcg@%d %s, of popularity %s.".formatted(k().getAsInt(), ndcg(SERVED), ndcg(BASELINE));
  }

  /** NDCG of what is served, or an empty text. */
  String served() {
    return ndcg(SERVED);
  }

  /** NDCG of popularity, or an empty text. */
  String baseline() {
    return ndcg(BASELINE);
  }

  private String ndcg(String model) {
    return k().isEmpty() ? "" : text(find(model, NDCG, k().getAsInt()));
  }

  private OptionalInt k() {
    return values.stream().mapToInt(MetricValue::k).filter(k -> k > 0).min();
  }

  private OptionalDouble find(String model, String metric, int k) {
    return values.stream()
        .filter(v -> v.model().equals(model) && v.metric().equals(metric) && v.k() == k)
        .mapToDouble(MetricValue::value)
        .findFirst();
  }

  private static int place(String model) {
    return model.equals(SERVED) ? 0 : model.equals(BASELINE) ? 2 : 1;
  }

  private static String text(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.4f", value.getAsDouble());
  }
}
