package io.nightjar.report;

import io.nightjar.report.ColumnChart.Series;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.SliceValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Quality beside the baselines: charts of the metrics that count most, and a table of all. */
final class QualitySection {
  private static final int CHARTS = 3;

  static Element of(NightReport report) {
    Element section =
        Element.of("section", Element.of("h2", "Quality beside the baselines"))
            .with("class", "quality");
    if (report.metrics().isEmpty()) {
      return section.add(Element.of("p", "This night has not been measured."));
    }
    Quality quality = new Quality(report.metrics());
    List<Element> charts =
        quality.names().stream().limit(CHARTS).map(name -> chart(quality, name)).toList();
    return section
        .add(legend(quality), Element.of("div").with("class", "charts").add(charts))
        .add(tables(quality))
        .add(slices(report.slices(), quality));
  }

  private static Element legend(Quality quality) {
    List<Element> entries =
        quality.models().stream()
            .map(
                model ->
                    Element.of("li")
                        .add(Element.of("span").with("class", "key " + quality.style(model)))
                        .text(model))
            .toList();
    return Element.of("ul").with("class", "legend").with("aria-label", "Models").add(entries);
  }

  private static Element chart(Quality quality, String metric) {
    List<Integer> ks = quality.ks(metric);
    List<Series> series =
        quality.models().stream()
            .map(
                model ->
                    new Series(
                        model,
                        quality.style(model),
                        ks.stream()
                            .map(k -> quality.find(model, metric, k))
                            .map(m -> m.map(MetricValue::value).orElse(Double.NaN))
                            .toList()))
            .toList();
    String title = Quality.title(metric);
    return Element.of(
        "figure",
        Element.of("figcaption", Element.of("h3", title)),
        new ColumnChart(
                title + " of each model, by length of list",
                "length of list",
                ks.stream().map(k -> "at " + k).toList(),
                series,
                Format::score,
                false)
            .svg());
  }

  /** Each metric at its shortest length, and the longer lengths folded away. */
  private static List<Element> tables(Quality quality) {
    List<Element> first = new ArrayList<>();
    List<Element> others = new ArrayList<>();
    for (String metric : quality.names()) {
      List<Integer> ks = quality.ks(metric);
      first.add(row(quality, metric, ks.get(0)));
      ks.stream().skip(1).forEach(k -> others.add(row(quality, metric, k)));
    }
    Element table =
        table(
            "All metrics; the best of a row in bold, below a value where it lies with 95 % confidence,"
                + " and how likely chance alone sets it apart from popularity",
            quality, first);
    return others.isEmpty()
        ? List.of(table)
        : List.of(
            table,
            Element.of(
                "details",
                Element.of("summary", "All metrics of longer lists"),
                table("All metrics of longer lists", quality, others)));
  }

  /** NDCG at its shortest length, of each slice. */
  private static List<Element> slices(List<SliceValue> all, Quality quality) {
    if (all.isEmpty()) {
      return List.of();
    }
    int k = all.stream().mapToInt(SliceValue::k).min().getAsInt();
    Map<String, List<SliceValue>> bySlice =
        all.stream()
            .filter(value -> value.k() == k)
            .collect(Collectors.groupingBy(SliceValue::slice, TreeMap::new, Collectors.toList()));
    List<Element> headers = new ArrayList<>();
    headers.add(HtmlTable.head("Slice"));
    headers.add(HtmlTable.headOfNumbers("Users"));
    quality.models().forEach(model -> headers.add(HtmlTable.headOfNumbers(model)));
    List<Element> rows = new ArrayList<>();
    bySlice.forEach((slice, values) -> rows.add(slice(slice, values, quality)));
    return List.of(
        HtmlTable.of(
            "NDCG@%d by what is held out, by segment, and by how many items a user was learnt from with"
                .formatted(k),
            headers,
            rows));
  }

  private static Element slice(String name, List<SliceValue> values, Quality quality) {
    double best = values.stream().mapToDouble(SliceValue::ndcg).max().getAsDouble();
    Element row =
        HtmlTable.row(HtmlTable.name(name), HtmlTable.number(Format.count(values.get(0).users())));
    for (String model : quality.models()) {
      row.add(
          values.stream()
              .filter(value -> value.model().equals(model))
              .findFirst()
              .map(value -> score(value.ndcg(), best > 0 && value.ndcg() == best))
              .orElse(HtmlTable.number("–")));
    }
    return row;
  }

  private static Element score(double value, boolean best) {
    String text = Format.score(value);
    return best
        ? Element.of("td", Element.of("strong", text)).with("class", "n")
        : HtmlTable.number(text);
  }

  private static Element table(String caption, Quality quality, List<Element> rows) {
    List<Element> headers = new ArrayList<>();
    headers.add(HtmlTable.head("Metric"));
    quality.models().forEach(model -> headers.add(HtmlTable.headOfNumbers(model)));
    headers.add(HtmlTable.headOfNumbers("blend / popularity"));
    headers.add(HtmlTable.headOfNumbers("blend / last night’s model"));
    return HtmlTable.of(caption, headers, rows);
  }

  private static Element row(Quality quality, String metric, int k) {
    Optional<MetricValue> best = quality.best(metric, k);
    Element row = HtmlTable.row(HtmlTable.name(Quality.title(metric) + (k == 0 ? "" : "@" + k)));
    for (String model : quality.models()) {
      Optional<MetricValue> value = quality.find(model, metric, k);
      row.add(value.map(found -> cell(found, value.equals(best))).orElse(HtmlTable.number("–")));
    }
    Optional<MetricValue> blend = quality.find(Quality.BLEND, metric, k);
    return row.add(
        against(quality.over(Quality.POPULARITY, metric, k), blend.map(MetricValue::pPopularity)),
        against(quality.over(Quality.LAST_NIGHT, metric, k), blend.map(MetricValue::pLastNight)));
  }

  private static Element against(OptionalDouble ratio, Optional<Double> chance) {
    Element cell = HtmlTable.number(ratio.isPresent() ? Format.times(ratio.getAsDouble()) : "–");
    chance.ifPresent(
        p -> cell.add(Element.of("small", "p " + String.format(Locale.ROOT, "%.3f", p))));
    return cell;
  }

  private static Element cell(MetricValue value, boolean best) {
    Element cell = score(value.value(), best);
    return value.low() == null || value.high() == null
        ? cell
        : cell.add(
            Element.of("small", Format.score(value.low()) + "–" + Format.score(value.high())));
  }

  private QualitySection() {}
}
