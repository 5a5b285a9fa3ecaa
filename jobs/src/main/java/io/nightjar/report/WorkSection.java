package io.nightjar.report;

import io.nightjar.report.NightReport.Stage;
import io.nightjar.report.NightReport.TableState;
import java.util.List;

/** What was done: time of each stage, size of each table, what jobs counted. */
final class WorkSection {
  static Element stages(NightReport report) {
    Element section = Element.of("section", Element.of("h2", "Where the time went"));
    if (report.stages().isEmpty()) {
      return section.add(Element.of("p", "No stage has finished."));
    }
    double longest =
        report.stages().stream().mapToDouble(Stage::elapsedSeconds).max().orElseThrow();
    return section.add(
        HtmlTable.of(
            "Stages, in the order they ran",
            List.of(HtmlTable.head("Stage"), HtmlTable.head("Lane"), HtmlTable.head("Time")),
            report.stages().stream().map(stage -> stage(stage, longest)).toList()));
  }

  private static Element stage(Stage stage, double longest) {
    double share = longest > 0 ? stage.elapsedSeconds() / longest : 0;
    String time = Format.seconds(stage.elapsedSeconds());
    return HtmlTable.row(
        HtmlTable.name(stage.job()),
        HtmlTable.text(stage.lane()),
        HtmlTable.bar(
            stage.resumed() ? time + ", already there" : time,
            share,
            stage.lane().equals("holdout") ? "s2" : "s1"));
  }

  static Element tables(NightReport report) {
    Element section = Element.of("section", Element.of("h2", "What was written"));
    if (report.tables().isEmpty()) {
      return section.add(Element.of("p", "No table has been written."));
    }
    double largest = report.tables().stream().mapToLong(TableState::bytes).max().orElseThrow();
    return section.add(
        HtmlTable.of(
            "Tables; all have passed their audits",
            List.of(
                HtmlTable.head("Table"),
                HtmlTable.headOfNumbers("Snapshot"),
                HtmlTable.headOfNumbers("Rows"),
                HtmlTable.headOfNumbers("Since the night before"),
                HtmlTable.headOfNumbers("Files"),
                HtmlTable.headOfNumbers("Checks"),
                HtmlTable.head("Size")),
            report.tables().stream().map(table -> table(table, largest)).toList()),
        counts(report.tables()));
  }

  private static Element table(TableState table, double largest) {
    return HtmlTable.row(
        HtmlTable.name(table.table()),
        HtmlTable.number(Format.count(table.snapshot())),
        HtmlTable.number(Format.count(table.rows())),
        HtmlTable.number(
            table.rowsBefore() == null ? "new" : Format.change(table.rows(), table.rowsBefore())),
        HtmlTable.number(Format.count(table.files())),
        HtmlTable.number(Format.count(table.checks())),
        HtmlTable.bar(
            Format.bytes(table.bytes()), largest > 0 ? table.bytes() / largest : 0, "s1"));
  }

  private static Element counts(List<TableState> tables) {
    List<Element> rows =
        tables.stream()
            .flatMap(
                table ->
                    table.counts().entrySet().stream()
                        .map(
                            count ->
                                HtmlTable.row(
                                    HtmlTable.name(table.table()),
                                    HtmlTable.text(count.getKey()),
                                    HtmlTable.number(Format.count(count.getValue())))))
            .toList();
    return Element.of(
        "details",
        Element.of("summary", "Everything the jobs counted"),
        HtmlTable.of(
            "Counts",
            List.of(
                HtmlTable.head("Table"), HtmlTable.head("Count"), HtmlTable.headOfNumbers("Rows")),
            rows));
  }

  private WorkSection() {}
}
