package io.nightjar.report;

import io.nightjar.report.LineChart.Point;
import io.nightjar.report.LineChart.Tick;
import io.nightjar.report.NightReport.DayCount;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Events per day: one chart a type, each with its own scale, for a thousand purchases would be a
 * flat line below a million views.
 */
final class EventCharts {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH);
  private static final DateTimeFormatter MONTH =
      DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH);

  private final LocalDate first;
  private final int days;

  private EventCharts(List<DayCount> counts) {
    first = LocalDate.parse(counts.get(0).date());
    LocalDate last = LocalDate.parse(counts.get(counts.size() - 1).date());
    days = (int) ChronoUnit.DAYS.between(first, last) + 1;
  }

  /** A chart for each type, the most frequent first. */
  static List<Element> of(List<DayCount> counts) {
    if (counts.isEmpty()) {
      return List.of();
    }
    EventCharts charts = new EventCharts(counts);
    Map<String, List<DayCount>> types =
        counts.stream()
            .collect(Collectors.groupingBy(DayCount::type, TreeMap::new, Collectors.toList()));
    return types.entrySet().stream()
        .sorted(Comparator.comparingLong(type -> -total(type.getValue())))
        .map(type -> charts.chart(type.getKey(), type.getValue()))
        .toList();
  }

  /** The numbers behind the charts: a row a day, newest first, and a column a type. */
  static Element table(List<DayCount> counts) {
    List<String> types = counts.stream().map(DayCount::type).distinct().sorted().toList();
    TreeMap<String, Map<String, Long>> days = new TreeMap<>();
    counts.forEach(
        c -> days.computeIfAbsent(c.date(), d -> new TreeMap<>()).put(c.type(), c.events()));
    List<Element> headers =
        Stream.concat(
                Stream.of(HtmlTable.head("Day")), types.stream().map(HtmlTable::headOfNumbers))
            .toList();
    List<Element> rows =
        days.descendingMap().entrySet().stream()
            .map(
                day ->
                    HtmlTable.row(HtmlTable.name(day.getKey()))
                        .add(
                            types.stream()
                                .map(type -> day.getValue().getOrDefault(type, 0L))
                                .map(events -> HtmlTable.number(Format.count(events)))
                                .toList()))
            .toList();
    return HtmlTable.of("Events per day", headers, rows);
  }

  private Element chart(String type, List<DayCount> counts) {
    Map<String, Long> byDay =
        counts.stream().collect(Collectors.toMap(DayCount::date, DayCount::events));
    List<Point> points = IntStream.range(0, days).mapToObj(day -> point(day, type, byDay)).toList();
    DayCount most = counts.stream().max(Comparator.comparingLong(DayCount::events)).orElseThrow();
    String summary =
        "Events of type %s per day, %s to %s: %s in all, at most %s on %s."
            .formatted(
                type,
                first,
                first.plusDays(days - 1),
                Format.count(total(counts)),
                Format.count(most.events()),
                most.date());
    return Element.of(
        "figure",
        Element.of(
            "figcaption",
            Element.of("h3", type),
            Element.of(
                "p",
                Format.compact(total(counts))
                    + " events in "
                    + Format.count(days)
                    + (days == 1 ? " day" : " days"))),
        new LineChart(summary, "events per day, UTC", points, ticks(), Format::compact, 1, false)
            .svg());
  }

  private Point point(int day, String type, Map<String, Long> byDay) {
    String date = first.plusDays(day).toString();
    long events = byDay.getOrDefault(date, 0L);
    return new Point(
        place(day), (double) events, "%s: %s %s".formatted(date, Format.count(events), type));
  }

  private List<Tick> ticks() {
    DateTimeFormatter format = days > 300 ? MONTH : DAY;
    int most = Math.min(days - 1, 3);
    return IntStream.rangeClosed(0, most)
        .map(i -> most == 0 ? 0 : Math.round((float) i * (days - 1) / most))
        .mapToObj(day -> new Tick(place(day), first.plusDays(day).format(format)))
        .toList();
  }

  private double place(int day) {
    return days == 1 ? 0.5 : (double) day / (days - 1);
  }

  private static long total(List<DayCount> counts) {
    return counts.stream().mapToLong(DayCount::events).sum();
  }
}
