package io.nightjar.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class HtmlReportTest {
  private static final String HOSTILE =
      "</p><script src=\"http://evil/x.js\">alert('&')</script><img src=x onerror=y>\u0000";

  static Stream<NightReport> nights() {
    return Stream.of(
        SampleNight.released(),
        SampleNight.refused(HOSTILE, HOSTILE, HOSTILE),
        SampleNight.empty());
  }

  @ParameterizedTest
  @MethodSource("nights")
  void isWellFormedAndNeedsNothingElse(NightReport report) throws Exception {
    String html = HtmlReport.render(report);
    assertTrue(html.startsWith("<!DOCTYPE html>\n<html lang=\"en\">"));
    Document page = Xml.parse(html);
    for (Element element : Xml.all(page, "*")) {
      assertFalse(element.hasAttribute("src"), element.getTagName());
      assertFalse(element.hasAttribute("href"), element.getTagName());
      assertFalse(element.hasAttribute("onerror"), element.getTagName());
      assertFalse(
          List.of("script", "link", "img", "iframe", "object").contains(element.getTagName()),
          element.getTagName());
    }
    String style = Xml.all(page, "style").get(0).getTextContent();
    assertFalse(style.contains("url(") || style.contains("@import"));
    assertTrue(
        style.chars().noneMatch(c -> "<>&\"".indexOf(c) >= 0),
        "a style sheet with such characters is read differently as HTML and as XML");
  }

  @ParameterizedTest
  @MethodSource("nights")
  void canBeReadWithoutEyes(NightReport report) throws Exception {
    Document page = Xml.parse(HtmlReport.render(report));
    for (Element svg : Xml.all(page, "svg")) {
      assertTrue(
          svg.getAttribute("aria-label").length() > 10
              || svg.getAttribute("aria-hidden").equals("true"));
    }
    for (Element table : Xml.all(page, "table")) {
      assertEquals(1, Xml.all(table, "caption").size());
      int columns = Xml.all(Xml.all(table, "thead").get(0), "th").size();
      Xml.all(table, "th").forEach(th -> assertTrue(th.hasAttribute("scope")));
      for (Element row : Xml.all(Xml.all(table, "tbody").get(0), "tr")) {
        assertEquals(columns, Xml.all(row, "th").size() + Xml.all(row, "td").size());
      }
    }
  }

  @Test
  void hostileTextIsShownAsText() throws Exception {
    Document page = Xml.parse(HtmlReport.render(SampleNight.refused(HOSTILE, HOSTILE, HOSTILE)));
    String shown = HOSTILE.replace('\u0000', '\uFFFD');
    assertEquals(
        "✗ Refused: " + shown + ". Release 16 is still served.", byClass(page, "verdict bad"));
    assertEquals(
        2, Xml.all(page, "code").stream().filter(c -> c.getTextContent().equals(shown)).count());
  }

  /** NDCG@10 of the blend is 0.0851, 3 % less or more; coverage is no mean over users. */
  @Test
  void saysBelowAMeanWhatChanceMayDo() throws Exception {
    Document page = Xml.parse(HtmlReport.render(SampleNight.released()));
    assertEquals("0.08510.0825–0.0877", cell(page, "NDCG@10", 0));
    assertEquals("2.33 ×p 0.001", cell(page, "NDCG@10", 4));
    assertEquals("0.5957", cell(page, "Coverage@10", 0));
  }

  /** What a row of metrics says of the blend, which stands first, or in a later column. */
  private static String cell(Document page, String metric, int column) {
    return Xml.all(page, "tr").stream()
        .filter(row -> row.getFirstChild().getTextContent().equals(metric))
        .map(row -> Xml.all(row, "td").get(column).getTextContent())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void beginsWithTheVerdictAndWhatToLookAt() throws Exception {
    Document page = Xml.parse(HtmlReport.render(SampleNight.released()));
    assertEquals("✓ Released as release 17.", byClass(page, "verdict good"));
    assertEquals("Night of Monday, 5 January 2026", Xml.all(page, "h1").get(0).getTextContent());
    assertEquals(
        "1.64 % of the rows read for events went to quarantine; the reasons are below."
            + "Table interactions shrank from 24,003,004 to 21,003,004 rows (−12.5 %)."
            + "1 of 13 stages had been done by an earlier run and were not repeated.",
        byClass(page, "notices"));
    List<String> figures =
        Xml.all(page, "dl").get(0).getElementsByTagName("div").getLength() == 6
            ? Xml.all(Xml.all(page, "dl").get(0), "dd").stream()
                .map(Element::getTextContent)
                .toList()
            : List.of();
    assertEquals(List.of("1.18M", "of 1.2M rows read; 19.7K quarantined"), figures.subList(0, 2));
    assertEquals(
        List.of("0.0851", "2.33 × popularity’s; 1.01 × that of last night’s model"),
        figures.subList(8, 10));
  }

  @Test
  void rowsThatDoNotBalanceAreCriedOut() throws Exception {
    NightReport r = SampleNight.released();
    NightReport lossy =
        new NightReport(
            r.date(),
            r.run(),
            r.startedAt(),
            r.elapsedSeconds(),
            r.codeVersion(),
            r.configHash(),
            r.seeds(),
            r.verdict(),
            r.serving(),
            List.of(new NightReport.Balance("events", "", 10, 6, 1, 1, 2)),
            r.quarantine(),
            r.metrics(),
            r.slices(),
            r.stages(),
            r.tables(),
            r.eventsByDay(),
            r.historyLengths(),
            r.popularity());
    assertEquals(
        "The rows of events do not balance: 2 of 10 read are unaccounted for.",
        Notices.of(lossy).get(0));
    assertEquals("✗ 2 unaccounted", byClass(Xml.parse(HtmlReport.render(lossy)), "bad"));
  }

  private static String byClass(Document page, String style) {
    return Xml.all(page, "*").stream()
        .filter(e -> e.getAttribute("class").equals(style))
        .findFirst()
        .orElseThrow()
        .getTextContent();
  }
}
