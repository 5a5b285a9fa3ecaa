package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.report.ColumnChart.Series;
import io.nightjar.report.LineChart.Point;
import io.nightjar.report.LineChart.Tick;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class ChartsTest {
  @Test
  void columnsStandWhereTheirValuesAre() throws Exception {
    // Two slots of (392 − 48) / 2 = 172; columns 46 wide less a gap of 1.5; 178 is 0 and 12 is 100.
    Document svg =
        Xml.parse(
            new ColumnChart(
                    "Users",
                    "items",
                    List.of("1", "2"),
                    List.of(new Series("users", "s1", List.of(50.0, 100.0))),
                    Format::plain,
                    true)
                .svg()
                .toString());
    List<Element> columns = Xml.all(svg, "rect");
    assertEquals(List.of("111.8", "95", "44.5", "83"), box(columns.get(0)));
    assertEquals(List.of("283.8", "12", "44.5", "166"), box(columns.get(1)));
    assertEquals("Users. 1: 50; 2: 100.", svg.getDocumentElement().getAttribute("aria-label"));
    assertEquals("img", svg.getDocumentElement().getAttribute("role"));
    assertEquals("1: 50", columns.get(0).getTextContent());
  }

  @Test
  void aMissingValueLeavesItsPlaceEmpty() throws Exception {
    Document svg =
        Xml.parse(
            new ColumnChart(
                    "NDCG",
                    "k",
                    List.of("at 10"),
                    List.of(
                        new Series("blend", "s1", List.of(0.1)),
                        new Series("als", "s2", List.of(Double.NaN)),
                        new Series("popularity", "s0", List.of(0.05))),
                    Format::score,
                    false)
                .svg()
                .toString());
    List<Element> columns = Xml.all(svg, "rect");
    assertEquals(2, columns.size());
    // The middle is 220; three columns of 46, the first from 151, the third from 243.
    assertEquals(List.of("151.8", "12", "44.5", "166"), box(columns.get(0)));
    assertEquals(List.of("243.8", "95", "44.5", "83"), box(columns.get(1)));
    assertEquals("popularity, at 10: 0.0500", columns.get(1).getTextContent());
  }

  @Test
  void aLineGoesThroughItsPoints() throws Exception {
    Document svg =
        Xml.parse(line(new Point(0, 0, "a"), new Point(0.5, 4, "b"), new Point(1, 2, "c")));
    assertEquals("48,178 220,12 392,95", Xml.all(svg, "polyline").get(0).getAttribute("points"));
    List<Element> strips = Xml.all(svg, "rect");
    assertEquals(List.of("134", "12", "172", "166"), box(strips.get(1)));
    assertEquals("b", strips.get(1).getTextContent());
    assertTrue(Xml.all(svg, "text").stream().anyMatch(t -> t.getTextContent().equals("half way")));
  }

  @Test
  void oneDayIsADot() throws Exception {
    Document svg = Xml.parse(line(new Point(0.5, 4, "only")));
    Element dot = Xml.all(svg, "circle").get(0);
    assertEquals("220", dot.getAttribute("cx"));
    assertEquals("12", dot.getAttribute("cy"));
  }

  private static String line(Point... points) {
    return new LineChart(
            "A line",
            "days",
            List.of(points),
            List.of(new Tick(0.5, "half way")),
            Format::compact,
            1,
            false)
        .svg()
        .toString();
  }

  private static List<String> box(Element rect) {
    return List.of(
        rect.getAttribute("x"),
        rect.getAttribute("y"),
        rect.getAttribute("width"),
        rect.getAttribute("height"));
  }
}
