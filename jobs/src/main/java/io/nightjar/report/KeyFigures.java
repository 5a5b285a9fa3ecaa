package io.nightjar.report;

import io.nightjar.report.NightReport.Balance;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.Stage;
import io.nightjar.report.NightReport.TableState;
import io.nightjar.schema.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The handful of numbers that a morning begins with. */
final class KeyFigures {
  static Element of(NightReport report) {
    List<Element> figures = new ArrayList<>();
    report.balances().stream()
        .filter(b -> b.table().equals(Table.EVENTS.tableName()) && b.source().isEmpty())
        .forEach(b -> figures.add(events(b)));
    table(report, Table.USER_INDEX, "Users known", figures);
    table(report, Table.ITEM_INDEX, "Items known", figures);
    table(report, Table.RECOMMENDATIONS, "Lists made", figures);
    Quality quality = new Quality(report.metrics());
    quality.ks(Quality.NDCG).stream()
        .limit(1)
        .flatMap(k -> quality.find(Quality.BLEND, Quality.NDCG, k).stream())
        .forEach(m -> figures.add(ndcg(m, quality)));
    figures.add(time(report));
    return Element.of("dl").with("class", "figures").add(figures);
  }

  private static Element events(Balance balance) {
    String note =
        "of %s rows read; %s quarantined"
            .formatted(Format.compact(balance.read()), Format.compact(balance.quarantined()));
    return figure("Events accepted", Format.compact(balance.accepted()), note);
  }

  private static void table(NightReport report, Table table, String title, List<Element> figures) {
    report.tables().stream()
        .filter(t -> t.table().equals(table.tableName()))
        .forEach(t -> figures.add(figure(title, Format.compact(t.rows()), growth(t))));
  }

  private static String growth(TableState table) {
    if (table.rowsBefore() == null) {
      return "the first night";
    }
    long more = table.rows() - table.rowsBefore();
    return more == 0
        ? "as many as the night before"
        : String.format(
            Locale.ROOT, "%s%,d since the night before", more < 0 ? "−" : "+", Math.abs(more));
  }

  private static Element ndcg(MetricValue blend, Quality quality) {
    List<String> notes = new ArrayList<>();
    quality
        .over(Quality.POPULARITY, Quality.NDCG, blend.k())
        .ifPresent(ratio -> notes.add(Format.times(ratio) + " popularity’s"));
    quality
        .over(Quality.LAST_NIGHT, Quality.NDCG, blend.k())
        .ifPresent(ratio -> notes.add(Format.times(ratio) + " that of last night’s model"));
    return figure("NDCG@" + blend.k(), Format.score(blend.value()), String.join("; ", notes));
  }

  private static Element time(NightReport report) {
    String note =
        report.stages().stream()
            .max(Comparator.comparingDouble(Stage::elapsedSeconds))
            .map(
                s ->
                    "longest: %s (%s), %s"
                        .formatted(s.job(), s.lane(), Format.seconds(s.elapsedSeconds())))
            .orElse("");
    return figure("Whole run", Format.seconds(report.elapsedSeconds()), note);
  }

  private static Element figure(String title, String value, String note) {
    return Element.of(
        "div",
        Element.of("dt", title),
        Element.of("dd", value).with("class", "value"),
        Element.of("dd", note));
  }

  private KeyFigures() {}
}
