package io.nightjar.report;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The report as one page that needs nothing else: no script, no network, readable in light and
 * dark, on paper and by a screen reader. The page is well-formed XML too.
 */
public final class HtmlReport {
  private static final DateTimeFormatter LONG_DATE =
      DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);

  /** Draws a report. */
  public static String render(NightReport report) {
    String outcome = report.verdict().released() ? "released" : "refused";
    return Page.render("Nightjar " + report.date() + ": " + outcome, body(report));
  }

  private static Element body(NightReport report) {
    return Element.of(
        "body",
        Element.of(
            "header",
            Element.of("p", "Nightjar · run " + report.run()).with("class", "brand"),
            Element.of("h1", "Night of " + LocalDate.parse(report.date()).format(LONG_DATE)),
            verdict(report)),
        Element.of(
            "main",
            KeyFigures.of(report),
            notices(report),
            QualitySection.of(report),
            DataSection.of(report),
            RowsSection.of(report),
            WorkSection.stages(report),
            WorkSection.tables(report),
            origin(report)));
  }

  private static Element verdict(NightReport report) {
    if (report.verdict().released()) {
      return Element.of("p", "✓ Released as release " + report.verdict().release() + ".")
          .with("class", "verdict good");
    }
    String served =
        report.serving() == 0
            ? "Nothing has been released yet."
            : "Release " + report.serving() + " is still served.";
    return Element.of("p", Element.of("strong", "✗ Refused:"))
        .text(" ")
        .add(Element.of("span", sentence(report.verdict().refusal())))
        .text(" " + served)
        .with("class", "verdict bad");
  }

  private static String sentence(String message) {
    return message.matches("(?s).*[.!?]\\s*") ? message : message + ".";
  }

  private static Element notices(NightReport report) {
    List<String> notices = Notices.of(report);
    if (notices.isEmpty()) {
      String rest = report.verdict().released() ? "Nothing unusual." : "";
      return Element.of("p", rest).with("class", "quiet");
    }
    return Element.of("ul")
        .with("class", "notices")
        .with("aria-label", "Worth a look")
        .add(notices.stream().map(notice -> Element.of("li", notice)).toList());
  }

  private static Element origin(NightReport report) {
    Element facts =
        Element.of("dl")
            .with("class", "origin")
            .add(
                fact("Logical date", report.date()),
                fact("Run", report.run()),
                fact("Started", report.startedAt()),
                fact("Nightjar", report.codeVersion()),
                fact("Configuration", report.configHash()));
    report.seeds().forEach((key, seed) -> facts.add(fact(key, Long.toString(seed))));
    return Element.of("section", Element.of("h2", "To repeat this night"), facts);
  }

  private static Element fact(String name, String value) {
    return Element.of("div", Element.of("dt", name), Element.of("dd", Element.of("code", value)));
  }

  private HtmlReport() {}
}
