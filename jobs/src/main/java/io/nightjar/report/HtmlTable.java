package io.nightjar.report;

import java.util.List;

/** Tables with captions and headers, and bars beside numbers. */
public final class HtmlTable {
  /** A table that scrolls where the page is narrower. */
  public static Element of(String caption, List<Element> headers, List<Element> rows) {
    Element table =
        Element.of(
            "table",
            Element.of("caption", caption),
            Element.of("thead", Element.of("tr").add(headers)),
            Element.of("tbody").add(rows));
    return Element.of("div", table)
        .with("class", "scroll")
        .with("role", "region")
        .with("aria-label", caption)
        .with("tabindex", "0");
  }

  /** A row. */
  public static Element row(Element... cells) {
    return Element.of("tr", cells);
  }

  /** Header of a column of text. */
  public static Element head(String text) {
    return Element.of("th", text).with("scope", "col");
  }

  /** Header of a column of numbers. */
  public static Element headOfNumbers(String text) {
    return head(text).with("class", "n");
  }

  /** Name of a row. */
  public static Element name(String text) {
    return Element.of("th", text).with("scope", "row");
  }

  /** A cell of text. */
  public static Element text(String text) {
    return Element.of("td", text);
  }

  /** A cell that holds a number. */
  public static Element number(String text) {
    return Element.of("td", text).with("class", "n");
  }

  /** A cell that holds a number and a bar as long as its share of the largest. */
  public static Element bar(String text, double share, String style) {
    Element bar =
        Element.of(
                "svg",
                Element.of("rect")
                    .with("class", style)
                    .with("width", 100 * Math.min(1, share))
                    .with("height", 10))
            .with("viewBox", "0 0 100 10")
            .with("preserveAspectRatio", "none")
            .with("aria-hidden", "true");
    return Element.of("td", Element.of("div", bar, Element.of("span", text))).with("class", "bar");
  }

  private HtmlTable() {}
}
