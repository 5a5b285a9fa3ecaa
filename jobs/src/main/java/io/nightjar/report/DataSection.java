package io.nightjar.report;

import io.nightjar.report.ColumnChart.Series;
import io.nightjar.report.LineChart.Point;
import io.nightjar.report.LineChart.Tick;
import io.nightjar.report.NightReport.HistoryBin;
import io.nightjar.report.NightReport.TopShare;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What the data looks like: events by day, users by history, items by popularity. */
final class DataSection {
  static Element of(NightReport report) {
    List<Element> charts = new ArrayList<>(EventCharts.of(report.eventsByDay()));
    Element values =
        Element.of("details", Element.of("summary", "The numbers behind these charts"));
    if (!report.eventsByDay().isEmpty()) {
      values.add(EventCharts.table(report.eventsByDay()));
    }
    if (!report.historyLengths().isEmpty()) {
      charts.add(history(report.historyLengths()));
      values.add(historyTable(report.historyLengths()));
    }
    if (!report.popularity().isEmpty()) {
      charts.add(popularity(report.popularity()));
      values.add(popularityTable(report.popularity()));
    }
    Element section = Element.of("section", Element.of("h2", "The data"));
    return charts.isEmpty()
        ? section.add(Element.of("p", "The night ended before any was written."))
        : section.add(Element.of("div").with("class", "charts").add(charts), values);
  }

  private static Element history(List<HistoryBin> bins) {
    Series series = new Series("users", "s1", bins.stream().map(b -> (double) b.users()).toList());
    return Element.of(
        "figure",
        caption("History length", "users by number of items; “4” stands for 4 to 7"),
        new ColumnChart(
                "Users by number of items",
                "items per user, from",
                bins.stream().map(b -> Long.toString(b.from())).toList(),
                List.of(series),
                users -> Format.count(Math.round(users)),
                true)
            .svg());
  }

  private static Element historyTable(List<HistoryBin> bins) {
    return HtmlTable.of(
        "History length",
        List.of(HtmlTable.head("Items per user"), HtmlTable.headOfNumbers("Users")),
        bins.stream()
            .map(
                b ->
                    HtmlTable.row(
                        HtmlTable.name(
                            b.from() == b.to()
                                ? Format.count(b.from())
                                : Format.count(b.from()) + "–" + Format.count(b.to())),
                        HtmlTable.number(Format.count(b.users()))))
            .toList());
  }

  private static Element popularity(List<TopShare> curve) {
    String tenth =
        curve.stream()
            .filter(p -> p.items() == 0.1)
            .map(p -> "the top 10 % of items hold " + Format.percent(p.interactions()))
            .findFirst()
            .orElse("");
    List<Point> points =
        curve.stream().map(p -> new Point(p.items(), p.interactions(), hint(p))).toList();
    List<Tick> ticks =
        Stream.of(0.0, 0.25, 0.5, 0.75, 1.0).map(x -> new Tick(x, Format.percent(x))).toList();
    return Element.of(
        "figure",
        caption("Popularity", tenth),
        new LineChart(
                "Share of interactions that the most popular items hold: " + tenth + ".",
                "most popular items; dashed: if all were equal",
                points,
                ticks,
                Format::percent,
                0.25,
                true)
            .svg());
  }

  private static Element popularityTable(List<TopShare> curve) {
    return HtmlTable.of(
        "Popularity",
        List.of(
            HtmlTable.headOfNumbers("Most popular items"),
            HtmlTable.headOfNumbers("Interactions they hold")),
        curve.stream()
            .map(
                p ->
                    HtmlTable.row(
                        HtmlTable.number(Format.percent(p.items())),
                        HtmlTable.number(Format.percent(p.interactions()))))
            .toList());
  }

  private static String hint(TopShare point) {
    return "top %s of items: %s of interactions"
        .formatted(Format.percent(point.items()), Format.percent(point.interactions()));
  }

  private static Element caption(String title, String note) {
    return Element.of("figcaption", Element.of("h3", title), Element.of("p", note));
  }

  private DataSection() {}
}
