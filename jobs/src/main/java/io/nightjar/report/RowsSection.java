package io.nightjar.report;

import io.nightjar.report.NightReport.Balance;
import io.nightjar.report.NightReport.Quarantined;
import java.util.List;

/** What became of every row read. */
final class RowsSection {
  static Element of(NightReport report) {
    Element section = Element.of("section", Element.of("h2", "Every row accounted for"));
    if (report.balances().isEmpty()) {
      return section.add(Element.of("p", "The night ended before ingest had counted its rows."));
    }
    section.add(balances(report.balances()));
    return report.quarantine().isEmpty()
        ? section.add(Element.of("p", "Nothing went to quarantine."))
        : section.add(quarantine(report.quarantine()));
  }

  private static Element balances(List<Balance> balances) {
    return HtmlTable.of(
        "Read = accepted + duplicate + quarantined",
        List.of(
            HtmlTable.head("Table"),
            HtmlTable.head("Source"),
            HtmlTable.headOfNumbers("Read"),
            HtmlTable.headOfNumbers("= accepted"),
            HtmlTable.headOfNumbers("+ duplicate"),
            HtmlTable.headOfNumbers("+ quarantined"),
            HtmlTable.head("Balance")),
        balances.stream().map(RowsSection::balance).toList());
  }

  private static Element balance(Balance b) {
    Element sum =
        b.unaccounted() == 0
            ? Element.of("td", "✓ balances").with("class", "good")
            : Element.of("td", "✗ " + Format.count(b.unaccounted()) + " unaccounted")
                .with("class", "bad");
    Element row =
        HtmlTable.row(
            HtmlTable.name(b.table()),
            HtmlTable.text(b.source().isEmpty() ? "all" : b.source()),
            HtmlTable.number(Format.count(b.read())),
            HtmlTable.number(Format.count(b.accepted())),
            HtmlTable.number(Format.count(b.duplicate())),
            HtmlTable.number(Format.count(b.quarantined())),
            sum);
    return b.source().isEmpty() ? row.with("class", "total") : row;
  }

  private static Element quarantine(List<Quarantined> reasons) {
    double most = reasons.get(0).rows();
    return HtmlTable.of(
        "Quarantined, by reason",
        List.of(
            HtmlTable.head("Reason"),
            HtmlTable.head("Rows"),
            HtmlTable.head("One of them"),
            HtmlTable.head("From")),
        reasons.stream()
            .map(
                q ->
                    HtmlTable.row(
                        HtmlTable.name(q.reason()),
                        HtmlTable.bar(Format.count(q.rows()), q.rows() / most, "s3"),
                        Element.of("td", Element.of("code", q.example())),
                        Element.of("td", Element.of("code", q.file()))))
            .toList());
  }

  private RowsSection() {}
}
