package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ElementTest {
  @Test
  void textAndAttributesAreEscaped() {
    assertEquals(
        "<td class=\"&quot; onclick=&quot;x\">&lt;b&gt; &amp;amp; 'q'</td>",
        Element.of("td", "<b> &amp; 'q'").with("class", "\" onclick=\"x").toString());
  }

  @Test
  void charactersThatAPageCannotHoldAreReplaced() {
    String bell = Character.toString(7);
    String half = Character.toString(0xD83D);
    assertEquals(
        "<p>a\uFFFDb\uFFFDc\uFFFDd\te\uD83D\uDE00</p>",
        Element.of("p", "a" + bell + "b" + half + "c\uFFFFd\te\uD83D\uDE00").toString());
  }

  @Test
  void elementsNestAndClose() {
    assertEquals(
        "<ul><li>1</li><li></li></ul>",
        Element.of("ul", Element.of("li", "1"), Element.of("li")).toString());
    assertEquals(
        "<meta charset=\"utf-8\"/>", Element.of("meta").with("charset", "utf-8").toString());
  }

  @Test
  void pixelsAreRoundedToATenth() {
    assertEquals("<rect x=\"111.8\"></rect>", Element.of("rect").with("x", 111.75).toString());
  }
}
