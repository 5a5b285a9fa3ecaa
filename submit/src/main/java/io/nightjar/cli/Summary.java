package io.nightjar.cli;

import io.nightjar.night.NightResult;
import io.nightjar.report.NightReport;
import io.nightjar.report.NightReport.Balance;
import io.nightjar.report.NightReport.Quarantined;
import io.nightjar.store.Releases;
import java.util.List;

/** What a night came to, in a few lines. */
final class Summary {
  /** What is served, on one line. */
  static String serving(Releases.Numbered release) {
    return "Served now: release %d, the night of %s (%s)."
        .formatted(release.number(), release.release().date(), release.release().note());
  }

  /** A night that was released: what is served, how good it is and where the report is. */
  static String brief(NightResult result) {
    return lines(
        "",
        serving(result.release()),
        Metrics.of(result.report()).brief(),
        "Report: " + result.reportFolder() + "/report.html",
        "");
  }

  /** What became of every row that was read. */
  static String rows(NightReport report) {
    TextTable table =
        new TextTable("table", "source", ">read", ">accepted", ">duplicate", ">quarantined");
    for (Balance balance : report.balances()) {
      table.row(
          balance.table(),
          balance.source().isEmpty() ? "all" : balance.source(),
          "%,d".formatted(balance.read()),
          "%,d".formatted(balance.accepted()),
          "%,d".formatted(balance.duplicate()),
          "%,d".formatted(balance.quarantined()));
    }
    return table.render();
  }

  /** Why rows were refused, with one of each. */
  static String quarantine(List<Quarantined> reasons) {
    TextTable table = new TextTable("reason", ">rows", "such as");
    for (Quarantined reason : reasons) {
      table.row(reason.reason(), "%,d".formatted(reason.rows()), reason.example());
    }
    return table.render();
  }

  private static String lines(String... lines) {
    return String.join(System.lineSeparator(), lines);
  }

  private Summary() {}
}
