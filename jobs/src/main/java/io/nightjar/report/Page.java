package io.nightjar.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** A page that needs nothing else: its style is in it, and nothing is fetched or run. */
public final class Page {
  /**
   * A whole page, which is XML too.
   *
   * @param title of the window
   * @param body the element {@code body}
   */
  public static String render(String title, Element body) {
    Element page = Element.of("html", head(title), body).with("lang", "en");
    return "<!DOCTYPE html>\n" + page + "\n";
  }

  private static Element head(String title) {
    return Element.of(
        "head",
        Element.of("meta").with("charset", "utf-8"),
        Element.of("meta")
            .with("http-equiv", "Content-Security-Policy")
            .with("content", "default-src 'none'; style-src 'unsafe-inline'"),
        Element.of("meta")
            .with("name", "viewport")
            .with("content", "width=device-width, initial-scale=1"),
        Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
        Element.of("title", title),
        Element.of("style", styleSheet()));
  }

  private static String styleSheet() {
    try (InputStream in = Page.class.getResourceAsStream("report.css")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read report.css", e);
    }
  }

  private Page() {}
}
