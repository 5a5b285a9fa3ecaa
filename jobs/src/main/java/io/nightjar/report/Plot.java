package io.nightjar.report;

import java.util.function.DoubleFunction;

/** The ground of a chart: 400 × 220 pixels with a value axis on the left. Scales with the page. */
final class Plot {
  /** Edges of the area that values are drawn in. */
  static final double LEFT = 48;

  static final double RIGHT = 392;
  static final double TOP = 12;
  static final double BOTTOM = 178;
  private static final double WIDTH = 400;
  private static final double HEIGHT = 220;

  /**
   * An empty chart with its value axis.
   *
   * @param summary what it shows, in words, for those who do not see it
   * @param values scale from {@link #BOTTOM} to {@link #TOP}
   * @param text how a value is written at its tick
   * @param below what the horizontal axis measures
   */
  static Element of(String summary, LinearScale values, DoubleFunction<String> text, String below) {
    Element svg =
        Element.of("svg")
            .with("viewBox", "0 0 " + Format.plain(WIDTH) + " " + Format.plain(HEIGHT))
            .with("role", "img")
            .with("aria-label", summary);
    for (double tick : values.ticks()) {
      double y = values.at(tick);
      svg.add(
          line(LEFT, y, RIGHT, y).with("class", tick == 0 ? "axis" : "grid"),
          label(LEFT - 7, y + 4, "end", text.apply(tick)));
    }
    return svg.add(label((LEFT + RIGHT) / 2, HEIGHT - 6, "middle", below).with("class", "measure"));
  }

  /** A label below the area. */
  static Element below(double x, String anchor, String text) {
    return label(x, BOTTOM + 16, anchor, text);
  }

  /** A piece of text; {@code anchor} is start, middle or end. */
  static Element label(double x, double y, String anchor, String text) {
    return Element.of("text", text).with("x", x).with("y", y).with("text-anchor", anchor);
  }

  /** A straight line. */
  static Element line(double x1, double y1, double x2, double y2) {
    return Element.of("line").with("x1", x1).with("y1", y1).with("x2", x2).with("y2", y2);
  }

  /** A rectangle with a text that shows when it is pointed at. */
  static Element bar(double x, double y, double width, double height, String hint) {
    return Element.of("rect", Element.of("title", hint))
        .with("x", x)
        .with("y", y)
        .with("width", width)
        .with("height", Math.max(0, height));
  }

  private Plot() {}
}
