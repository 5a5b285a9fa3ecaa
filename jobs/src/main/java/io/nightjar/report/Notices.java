package io.nightjar.report;

import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a person should look at this morning, in whole sentences, the gravest first. */
final class Notices {
  private static final double MUCH_QUARANTINED = 0.01;
  private static final double MUCH_SMALLER = 0.9;

  static List<String> of(NightReport report) {
    List<String> notices = new ArrayList<>();
    overridden(report, notices);
    unaccounted(report, notices);
    quarantined(report, notices);
    beaten(report, notices);
    shrunk(report, notices);
    resumed(report, notices);
    return List.copyOf(notices);
  }

  private static void overridden(NightReport report, List<String> notices) {
    report
        .verdict()
        .overrides()
        .forEach(
            (gate, reason) ->
                notices.add("Gate %s was shut; released all the same: %s".formatted(gate, reason)));
  }

  private static void unaccounted(NightReport report, List<String> notices) {
    report.balances().stream()
        .filter(b -> b.unaccounted() != 0)
        .forEach(
            b ->
                notices.add(
                    "The rows of %s do not balance: %s of %s read are unaccounted for."
                        .formatted(
                            b.source().isEmpty() ? b.table() : b.table() + " from " + b.source(),
                            Format.count(b.unaccounted()),
                            Format.count(b.read()))));
  }

  private static void quarantined(NightReport report, List<String> notices) {
    report.balances().stream()
        .filter(b -> b.source().isEmpty() && b.quarantined() > MUCH_QUARANTINED * b.read())
        .forEach(
            b ->
                notices.add(
                    "%s of the rows read for %s went to quarantine; the reasons are below."
                        .formatted(
                            Format.percent((double) b.quarantined() / b.read()), b.table())));
  }

  private static void beaten(NightReport report, List<String> notices) {
    Quality quality = new Quality(report.metrics());
    quality.ks(Quality.NDCG).stream()
        .limit(1)
        .forEach(
            k -> {
              Optional<MetricValue> blend = quality.find(Quality.BLEND, Quality.NDCG, k);
              Optional<MetricValue> best = quality.best(Quality.NDCG, k);
              if (blend.isPresent() && best.get().value() > blend.get().value()) {
                notices.add(
                    "The blend is not the best: %s alone reaches an NDCG@%d of %s, the blend %s."
                        .formatted(
                            best.get().model(),
                            k,
                            Format.score(best.get().value()),
                            Format.score(blend.get().value())));
              }
            });
  }

  private static void shrunk(NightReport report, List<String> notices) {
    report.tables().stream()
        .filter(t -> t.rowsBefore() != null && t.rows() < MUCH_SMALLER * t.rowsBefore())
        .filter(t -> !t.table().equals("quarantine"))
        .forEach(
            t ->
                notices.add(
                    "Table %s shrank from %s to %s rows (%s)."
                        .formatted(
                            t.table(),
                            Format.count(t.rowsBefore()),
                            Format.count(t.rows()),
                            Format.change(t.rows(), t.rowsBefore()))));
  }

  private static void resumed(NightReport report, List<String> notices) {
    long resumed = report.stages().stream().filter(Stage::resumed).count();
    if (resumed > 0) {
      notices.add(
          "%d of %d stages had been done by an earlier run and were not repeated."
              .formatted(resumed, report.stages().size()));
    }
  }

  private Notices() {}
}
