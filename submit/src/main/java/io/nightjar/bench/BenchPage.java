package io.nightjar.bench;

import io.nightjar.report.Element;
import io.nightjar.report.HtmlTable;
import io.nightjar.report.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The bench as one page that needs nothing else. */
public final class BenchPage {
  /** Draws a bench. */
  public static String render(BenchReport report) {
    Machine machine = report.machine();
    List<Element> sections = new ArrayList<>();
    if (!report.contests().isEmpty()) {
      sections.add(section("Against the others", contests(report.contests())));
    }
    if (!report.kernels().isEmpty()) {
      sections.add(section("Against the machine", kernels(report)));
    }
    if (!report.scale().isEmpty()) {
      sections.add(section("As work grows", scale(report)));
      sections.add(section("Where the time goes", stages(report.scale())));
    }
    String where =
        "%s, %d cores, %s, heap %.1f GB, Java %s, Spark %s"
            .formatted(
                machine.cpu(),
                machine.cores(),
                machine.master(),
                machine.heapBytes() / 1e9,
                machine.java(),
                machine.spark());
    return Page.render(
        "Nightjar bench",
        Element.of(
            "body",
            Element.of(
                "header",
                Element.of("p", "Nightjar " + report.codeVersion()).with("class", "brand"),
                Element.of("h1", "Bench"),
                Element.of("p", where),
                Element.of("p", "Begun " + report.startedAt())),
            Element.of("main").add(sections)));
  }

  private static Element section(String title, Element table) {
    return Element.of("section", Element.of("h2", title), table);
  }

  private static Element contests(List<ContestResult> contests) {
    List<Element> rows = new ArrayList<>();
    for (ContestResult contest : contests) {
      for (ContestResult.Rival rival : contest.rivals()) {
        rows.add(
            HtmlTable.row(
                HtmlTable.name(contest.task()),
                HtmlTable.text(contest.ours()),
                HtmlTable.number(spread(contest.seconds())),
                HtmlTable.text(rival.name()),
                HtmlTable.number(rival.finished() ? spread(rival.seconds()) : "failed"),
                HtmlTable.number(rival.finished() ? spread(rival.ratio()) : ""),
                HtmlTable.text(rival.verdict().text())));
      }
    }
    return HtmlTable.of(
        "Median of repeated runs that took turns; least and most in brackets",
        List.of(
            HtmlTable.head("Work"),
            HtmlTable.head("Ours"),
            HtmlTable.headOfNumbers("Seconds"),
            HtmlTable.head("Rival"),
            HtmlTable.headOfNumbers("Seconds"),
            HtmlTable.headOfNumbers("Times faster"),
            HtmlTable.head("Results")),
        rows);
  }

  private static Element kernels(BenchReport report) {
    List<Element> rows = new ArrayList<>();
    report
        .yardsticks()
        .forEach(
            rate ->
                rows.add(
                    HtmlTable.row(
                        HtmlTable.name("Dense product, " + rate.name()),
                        HtmlTable.number(number(rate.gflops())),
                        HtmlTable.number(""))));
    report
        .kernels()
        .forEach(
            kernel ->
                rows.add(
                    HtmlTable.row(
                        HtmlTable.name("Top-n kernel, " + kernel.shape()),
                        HtmlTable.number(number(kernel.gflops().median())),
                        HtmlTable.number(kernel.share() == 0 ? "" : number(kernel.share())))));
    return HtmlTable.of(
        "GFLOP/s on one core",
        List.of(
            HtmlTable.head("What"),
            HtmlTable.headOfNumbers("GFLOP/s"),
            HtmlTable.headOfNumbers("Share of the best")),
        rows);
  }

  private static Element scale(BenchReport report) {
    List<Element> rows = new ArrayList<>();
    for (int p = 0; p < report.scale().size(); p++) {
      ScalePoint point = report.scale().get(p);
      rows.add(
          HtmlTable.row(
              HtmlTable.name("%,d".formatted(point.events())),
              HtmlTable.number("%,d".formatted(point.users())),
              HtmlTable.number("%,d".formatted(point.items())),
              HtmlTable.number(number(point.seconds())),
              HtmlTable.number(p == 0 ? "" : number(report.slopes().get(p - 1))),
              HtmlTable.number(number(point.peakHeapBytes() / 1e9)),
              HtmlTable.number(number(point.peakResidentBytes() / 1e9))));
    }
    return HtmlTable.of(
        "Nights of generated data",
        List.of(
            HtmlTable.headOfNumbers("Events"),
            HtmlTable.headOfNumbers("Users"),
            HtmlTable.headOfNumbers("Items"),
            HtmlTable.headOfNumbers("Seconds"),
            HtmlTable.headOfNumbers("Against linear"),
            HtmlTable.headOfNumbers("Peak heap, GB"),
            HtmlTable.headOfNumbers("Peak memory, GB")),
        rows);
  }

  private static Element stages(List<ScalePoint> points) {
    List<Element> heads = new ArrayList<>(List.of(HtmlTable.head("Stage")));
    points.forEach(point -> heads.add(HtmlTable.headOfNumbers("%,d".formatted(point.events()))));
    List<Element> rows =
        ScalePoint.stageNames(points).stream()
            .map(
                stage ->
                    HtmlTable.row(HtmlTable.name(stage))
                        .add(
                            points.stream().map(p -> HtmlTable.number(seconds(p, stage))).toList()))
            .toList();
    return HtmlTable.of("Seconds of each stage, by events", heads, rows);
  }

  /** Seconds of one stage of a night; nothing if it had no such stage. */
  public static String seconds(ScalePoint point, String stage) {
    return point.stages().containsKey(stage) ? number(point.stages().get(stage)) : "";
  }

  /** {@code 12.3 (11.9–13.0)}: median, least and most. */
  public static String spread(Spread spread) {
    return number(spread.median())
        + (spread.count() == 1
            ? ""
            : " (%s–%s)".formatted(number(spread.min()), number(spread.max())));
  }

  /** Three digits that count. */
  public static String number(double value) {
    int digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
    return String.format(Locale.ROOT, "%,." + digits + "f", value);
  }

  private BenchPage() {}
}
