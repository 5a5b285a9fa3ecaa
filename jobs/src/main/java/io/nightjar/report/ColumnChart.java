package io.nightjar.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Columns in groups: one group a place on the horizontal axis, one column a series.
 *
 * @param title what it shows, for those who do not see it
 * @param below what the horizontal axis measures
 * @param groups names of the groups, in order
 * @param series the series, in order; one value a group, NaN for none
 * @param text how a value is written
 * @param counts whether values are whole numbers
 */
record ColumnChart(
    String title,
    String below,
    List<String> groups,
    List<Series> series,
    DoubleFunction<String> text,
    boolean counts) {
  private static final double GAP = 0.24;
  private static final double WIDEST = 46;

  /** A series: its name, its colour's class in the style sheet, its values. */
  record Series(String name, String style, List<Double> values) {}

  Element svg() {
    double largest = series.stream().flatMapToDouble(ColumnChart::present).max().orElse(0);
    LinearScale y = LinearScale.upTo(largest, counts ? 1 : 0, Plot.BOTTOM, Plot.TOP);
    Element svg = Plot.of(summary(), y, counts ? Format::compact : Format::plain, below);
    double slot = (Plot.RIGHT - Plot.LEFT) / groups.size();
    double width = Math.min(WIDEST, slot * (1 - GAP) / series.size());
    for (int g = 0; g < groups.size(); g++) {
      double middle = Plot.LEFT + (g + 0.5) * slot;
      svg.add(Plot.below(middle, "middle", groups.get(g)));
      for (int s = 0; s < series.size(); s++) {
        double value = series.get(s).values().get(g);
        if (!Double.isNaN(value)) {
          double x = middle + (s - series.size() / 2.0) * width;
          svg.add(column(g, s, x, width, y));
          if (series.size() == 1 && slot >= 24) {
            svg.add(
                Plot.label(middle, y.at(value) - 4, "middle", Format.brief(value))
                    .with("class", "value"));
          }
        }
      }
    }
    return svg;
  }

  private Element column(int group, int s, double x, double width, LinearScale y) {
    double value = series.get(s).values().get(group);
    double top = y.at(value);
    return Plot.bar(x + 0.75, top, width - 1.5, Plot.BOTTOM - top, hint(group, s))
        .with("class", series.get(s).style());
  }

  private String hint(int group, int s) {
    String name = series.size() == 1 ? "" : series.get(s).name() + ", ";
    return name + groups.get(group) + ": " + text.apply(series.get(s).values().get(group));
  }

  /** All values in words where they are few, else the largest. */
  private String summary() {
    List<int[]> places =
        IntStream.range(0, groups.size())
            .boxed()
            .flatMap(g -> IntStream.range(0, series.size()).mapToObj(s -> new int[] {g, s}))
            .filter(p -> !Double.isNaN(value(p)))
            .toList();
    if (places.size() > 24) {
      int[] top = places.stream().max(Comparator.comparingDouble(this::value)).orElseThrow();
      return title + ". The largest is " + hint(top[0], top[1]) + ".";
    }
    return title
        + ". "
        + String.join("; ", places.stream().map(p -> hint(p[0], p[1])).toList())
        + ".";
  }

  private double value(int[] place) {
    return series.get(place[1]).values().get(place[0]);
  }

  private static DoubleStream present(Series series) {
    return series.values().stream().mapToDouble(v -> v).filter(v -> !Double.isNaN(v));
  }
}
