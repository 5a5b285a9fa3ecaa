package io.nightjar.report;

import java.util.List;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * A line with the area below it filled.
 *
 * @param summary what it shows, in words, for those who do not see it
 * @param below what the horizontal axis measures
 * @param points the line, left to right
 * @param ticks labels of the horizontal axis
 * @param text how a value is written at the axis
 * @param smallestStep smallest distance of ticks of the value axis
 * @param diagonal whether to draw the line of equal shares beside it
 */
record LineChart(
    String summary,
    String below,
    List<Point> points,
    List<Tick> ticks,
    DoubleFunction<String> text,
    double smallestStep,
    boolean diagonal) {

  /** A point: its place from 0 (left) to 1 (right), its value, its values in words. */
  record Point(double place, double value, String hint) {}

  /** A label at a place from 0 (left) to 1 (right). */
  record Tick(double place, String text) {}

  Element svg() {
    double largest = points.stream().mapToDouble(Point::value).max().orElse(0);
    LinearScale y = LinearScale.upTo(largest, smallestStep, Plot.BOTTOM, Plot.TOP);
    Element svg = Plot.of(summary, y, text, below);
    for (Tick tick : ticks) {
      String anchor = tick.place() < 0.03 ? "start" : tick.place() > 0.97 ? "end" : "middle";
      double x = x(tick.place());
      svg.add(
          Plot.line(x, Plot.BOTTOM, x, Plot.BOTTOM + 4).with("class", "axis"),
          Plot.below(x, anchor, tick.text()));
    }
    if (diagonal) {
      svg.add(Plot.line(x(0), y.at(0), x(1), y.at(1)).with("class", "reference"));
    }
    if (points.size() == 1) {
      Point only = points.get(0);
      return svg.add(
          Element.of("circle", Element.of("title", only.hint()))
              .with("cx", x(only.place()))
              .with("cy", y.at(only.value()))
              .with("r", 4)
              .with("class", "s1"));
    }
    return svg.add(area(y), line(y)).add(hints());
  }

  private Element line(LinearScale y) {
    return Element.of("polyline").with("class", "line").with("points", path(y));
  }

  private Element area(LinearScale y) {
    String corners =
        pair(x(points.get(0).place()), Plot.BOTTOM)
            + " "
            + path(y)
            + " "
            + pair(x(points.get(points.size() - 1).place()), Plot.BOTTOM);
    return Element.of("polygon").with("class", "area").with("points", corners);
  }

  private String path(LinearScale y) {
    return String.join(" ", points.stream().map(p -> pair(x(p.place()), y.at(p.value()))).toList());
  }

  /** Strips that reach half way to the neighbours, so that any place on the chart answers. */
  private List<Element> hints() {
    return IntStream.range(0, points.size())
        .mapToObj(
            i -> {
              double at = x(points.get(i).place());
              double from = i == 0 ? at : (x(points.get(i - 1).place()) + at) / 2;
              double to = i == points.size() - 1 ? at : (at + x(points.get(i + 1).place())) / 2;
              return Plot.bar(
                      from, Plot.TOP, to - from, Plot.BOTTOM - Plot.TOP, points.get(i).hint())
                  .with("class", "strip");
            })
        .toList();
  }

  private static double x(double place) {
    return Plot.LEFT + place * (Plot.RIGHT - Plot.LEFT);
  }

  private static String pair(double x, double y) {
    return Format.plain(Math.round(x * 10) / 10.0) + "," + Format.plain(Math.round(y * 10) / 10.0);
  }
}
