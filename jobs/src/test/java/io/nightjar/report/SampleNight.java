package io.nightjar.report;

import io.nightjar.report.NightReport.Balance;
import io.nightjar.report.NightReport.DayCount;
import io.nightjar.report.NightReport.HistoryBin;
import io.nightjar.report.NightReport.MetricValue;
import io.nightjar.report.NightReport.Quarantined;
import io.nightjar.report.NightReport.SliceValue;
import io.nightjar.report.NightReport.Stage;
import io.nightjar.report.NightReport.TableState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The report of a night of a middling shop, worked out without Spark. */
final class SampleNight {
  static final LocalDate DATE = LocalDate.of(2026, 1, 5);

  static NightReport released() {
    return night(
        Verdict.releasedAs(17, new TreeMap<>()),
        17,
        "app-2026-01-05.csv.gz",
        "u81,,view,2026-01-05T07:12");
  }

  /** A night refused with the given message, which may be anything, as may a file and a line. */
  static NightReport refused(String message, String file, String line) {
    return night(Verdict.refusedBecause(message), 16, file, line);
  }

  /** A night that was refused before it wrote anything. */
  static NightReport empty() {
    return new NightReport(
        DATE.toString(),
        "r1",
        "2026-01-06T02:00:00Z",
        3.2,
        "0.1.0",
        "c0ffee",
        new TreeMap<>(),
        Verdict.refusedBecause("Cannot accept the night: no rows were read"),
        0,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }

  private static NightReport night(Verdict verdict, long serving, String file, String line) {
    return new NightReport(
        DATE.toString(),
        "20260106T020000-7f3a",
        "2026-01-06T02:00:00.123Z",
        412.7,
        "0.1.0",
        "9b74c9897bac770ffc029102a200c5de9b74c9897bac770ffc029102a200c5de",
        new TreeMap<>(Map.of("train.seed", 42L)),
        verdict,
        serving,
        List.of(
            new Balance("events", "", 1_204_882, 1_181_040, 4_102, 19_740, 0),
            new Balance("events", "app", 804_882, 798_904, 4_102, 1_876, 0),
            new Balance("events", "web", 400_000, 382_136, 0, 17_864, 0),
            new Balance("items", "", 18_211, 18_204, 5, 2, 0)),
        List.of(
            new Quarantined("bad_time", 15_202, file, line),
            new Quarantined("missing_item", 3_011, "app-2026-01-05.csv.gz", "u81,,view,1767600000"),
            new Quarantined("unknown_event", 1_519, "web/part-0003.csv", "u9,i77,hover,1767600003"),
            new Quarantined("malformed_line", 8, "web/part-0007.csv", "\u0000\ufffd\ufffd,,,")),
        metrics(),
        slices(),
        stages(),
        tables(),
        events(),
        IntStream.rangeClosed(0, 10)
            .mapToObj(
                b -> new HistoryBin(1L << b, (2L << b) - 1, 61_000L * (b + 2) / (1L << b) + b))
            .toList(),
        PopularityCurve.curve(
            IntStream.rangeClosed(1, 18_000)
                .mapToObj(i -> new PopularityCurve.Group(1, 1 + 240_000L / (i + 30)))
                .toList()));
  }

  private static List<SliceValue> slices() {
    return List.of(
        new SliceValue("event:buy", "blend", 10, 0.0921, 4_210),
        new SliceValue("event:buy", "popularity", 10, 0.0402, 4_210),
        new SliceValue("event:view", "blend", 10, 0.0713, 28_804),
        new SliceValue("event:view", "blend", 20, 0.0911, 28_804),
        new SliceValue("event:view", "popularity", 10, 0.0331, 28_804),
        new SliceValue("history:001-004", "blend", 10, 0.0514, 9_120),
        new SliceValue("history:001-004", "popularity", 10, 0.0611, 9_120));
  }

  private static List<MetricValue> metrics() {
    List<MetricValue> metrics = new ArrayList<>();
    Map<String, Double> models =
        new TreeMap<>(
            Map.of(
                "als", 0.0776,
                "blend", 0.0851,
                "item-item", 0.0803,
                "last-night", 0.0843,
                "popularity", 0.0366));
    models.forEach(
        (model, ndcg) -> {
          for (int k : new int[] {10, 20, 50}) {
            double longer = Math.log(k) / Math.log(10);
            metric(metrics, model, "ndcg", k, ndcg * (0.8 + 0.2 * longer));
            metric(metrics, model, "recall", k, ndcg * 1.3 * longer);
            metric(metrics, model, "hit_rate", k, ndcg * 3.1 * longer);
            metric(metrics, model, "precision", k, ndcg * 0.7 / longer);
            metric(metrics, model, "map", k, ndcg * 0.5);
            metric(metrics, model, "mrr", k, ndcg * 1.9);
            metric(metrics, model, "coverage", k, model.equals("popularity") ? 0.004 : ndcg * 7);
            metric(metrics, model, "novelty", k, model.equals("popularity") ? 3.1 : 9.2 - ndcg);
          }
        });
    return metrics;
  }

  private static void metric(List<MetricValue> to, String model, String name, int k, double value) {
    boolean mean = !name.equals("coverage") && !name.equals("novelty");
    to.add(
        new MetricValue(
            model,
            name,
            k,
            value,
            mean ? value * 0.97 : null,
            mean ? value * 1.03 : null,
            mean && !model.equals("popularity") ? 0.001 : null,
            mean && !model.equals("last-night") ? 0.214 : null));
  }

  private static List<Stage> stages() {
    return List.of(
        new Stage("ingest", "serve", true, 0.1),
        new Stage("prepare", "serve", false, 31.4),
        new Stage("prepare", "holdout", false, 28.9),
        new Stage("train", "holdout", false, 84.2),
        new Stage("similar", "holdout", false, 6.4),
        new Stage("popular", "holdout", false, 2.2),
        new Stage("recommend", "holdout", false, 24.0),
        new Stage("evaluate", "holdout", false, 11.6),
        new Stage("train", "serve", false, 97.3),
        new Stage("similar", "serve", false, 7.0),
        new Stage("popular", "serve", false, 2.5),
        new Stage("recommend", "serve", false, 88.1),
        new Stage("publish", "serve", false, 1.9));
  }

  private static List<TableState> tables() {
    return List.of(
        table("events", 31_204_882, 912_000_000L, 30_023_842L),
        table("quarantine", 19_740, 402_000, 18_000L),
        table("items", 18_204, 1_204_000, 18_190L),
        table("user_index", 248_001, 3_100_000, 246_512L),
        table("item_index", 18_890, 240_000, 18_801L),
        table("interactions", 21_003_004, 301_000_000, 24_003_004L),
        table("user_factors", 241_000, 63_000_000, null),
        table("recommendations", 248_001, 122_000_000, 246_512L));
  }

  private static TableState table(String name, long rows, long bytes, Long before) {
    return new TableState(
        name,
        17,
        rows,
        bytes,
        (int) (rows / 1_000_000) + 1,
        6,
        before,
        new TreeMap<>(Map.of("new", 7L)));
  }

  private static List<DayCount> events() {
    List<DayCount> counts = new ArrayList<>();
    for (int day = 0; day < 120; day++) {
      String date = DATE.minusDays(119 - day).toString();
      double week = 1 + 0.3 * Math.sin(day * 2 * Math.PI / 7) + day / 300.0;
      counts.add(new DayCount(date, "cart", (long) (1_400 * week)));
      if (day % 40 != 11) {
        counts.add(new DayCount(date, "purchase", (long) (310 * week * (day == 80 ? 3 : 1))));
      }
      counts.add(new DayCount(date, "view", (long) (21_000 * week)));
    }
    return counts;
  }

  private SampleNight() {}
}
