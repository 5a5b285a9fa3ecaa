package io.nightjar.report;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A page as a strict parser sees it. */
final class Xml {
  /** Parses; fails if the text is not well-formed. */
  static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** All elements of a name in a document; {@code *} for all. */
  static List<Element> all(Document document, String name) {
    return elements(document.getElementsByTagName(name));
  }

  /** All elements of a name in an element. */
  static List<Element> all(Element element, String name) {
    return elements(element.getElementsByTagName(name));
  }

  private static List<Element> elements(NodeList nodes) {
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      elements.add((Element) nodes.item(i));
    }
    return elements;
  }

  private Xml() {}
}
