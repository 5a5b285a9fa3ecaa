package io.nightjar.report;

import java.util.List;

/**
 * An element of the page. Text and attributes are escaped here and nowhere else, and an element
 * always closes, so a page made of elements is well-formed whatever ids, file names and messages
 * hold.
 */
public final class Element {
  private final String name;
  private final StringBuilder attributes = new StringBuilder();
  private final StringBuilder content = new StringBuilder();

  private Element(String name) {
    this.name = name;
  }

  /** An element with children. */
  public static Element of(String name, Element... children) {
    return new Element(name).add(children);
  }

  /** An element with text. */
  public static Element of(String name, String text) {
    return new Element(name).text(text);
  }

  /** Sets an attribute. */
  public Element with(String attribute, String value) {
    attributes.append(' ').append(attribute).append("=\"").append(escape(value)).append('"');
    return this;
  }

  /** Sets an attribute to a length in pixels, to a tenth. */
  public Element with(String attribute, double pixels) {
    return with(attribute, Format.plain(Math.round(pixels * 10) / 10.0));
  }

  /** Appends text. */
  public Element text(String text) {
    content.append(escape(text));
    return this;
  }

  /** Appends children. */
  public Element add(Element... children) {
    return add(List.of(children));
  }

  /** Appends children. */
  public Element add(List<Element> children) {
    children.forEach(child -> content.append(child));
    return this;
  }

  /** HTML that is XML too. */
  @Override
  public String toString() {
    String open = "<" + name + attributes;
    return name.equals("meta") ? open + "/>" : open + ">" + content + "</" + name + ">";
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.appendCodePoint(isXml(c) ? c : 0xFFFD);
              }
            });
    return escaped.toString();
  }

  /** Whether XML 1.0 can hold the character; C1 controls, which it can, are of no use either. */
  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c < 0x7F)
        || (c >= 0xA0 && c < 0xD800)
        || (c >= 0xE000 && c < 0xFFFE)
        || c >= 0x10000;
  }
}
