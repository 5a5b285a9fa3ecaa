package io.nightjar.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.store.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BenchReportTest {
  private static ScalePoint point(long events, double seconds) {
    return new ScalePoint(
        events,
        20,
        10,
        seconds,
        new TreeMap<>(Map.of("01 ingest serve", seconds / 8)),
        3_000_000_000L,
        2_000_000_000L);
  }

  private static BenchReport report(boolean same) {
    ContestResult.Rival lost =
        new ContestResult.Rival(
            "<MLlib>",
            new Spread(40, 30, 50, 3),
            new Spread(20, 15, 25, 3),
            new Verdict(same, "x"));
    ContestResult.Rival failed =
        new ContestResult.Rival("SQL", null, null, new Verdict(false, "out of memory"));
    List<ScalePoint> points = List.of(point(1_000_000, 60), point(10_000_000, 690));
    return new BenchReport(
        "2026-01-01T00:00:00Z",
        "0.1.0",
        new Machine("a processor", 2, "local[2]", 8_000_000_000L, "17", "4.1.0"),
        List.of(new Yardstick.Rate("OpenBLAS", 150)),
        List.of(new BenchReport.Kernel("40x40x8", new Spread(75, 70, 80, 3), 0.5)),
        List.of(
            new ContestResult(
                "c", "to compare", "Ours", new Spread(2, 2, 2, 1), List.of(lost, failed))),
        points,
        ScalePoint.slopes(points));
  }

  @Test
  void slopesAreTimeOverEvents() {
    assertEquals(List.of(), ScalePoint.slopes(List.of(point(5, 1))));
    assertEquals(List.of(1.15), report(true).slopes());
  }

  @Test
  void thePageHoldsEveryFigure() {
    String page = BenchPage.render(report(true));
    for (String part :
        List.of(
            "a processor, 2 cores, local[2]",
            "20.0 (15.0–25.0)",
            "&lt;MLlib&gt;",
            "out of memory",
            "OpenBLAS",
            "0.50",
            "1.15",
            "01 ingest serve",
            "7.50",
            "10,000,000")) {
      assertTrue(page.contains(part), part);
    }
  }

  @Test
  void itsJsonReadsBack() {
    BenchReport report = report(true);
    assertEquals(report, Json.read(Json.write(report), BenchReport.class));
  }

  @Test
  void aRivalWhoFailedIsNoDisagreement() {
    assertTrue(report(true).agreed());
    assertFalse(report(false).agreed());
  }

  @Test
  void theMedianIsTheMiddle() {
    assertEquals(new Spread(2, 1, 9, 3), Spread.of(List.of(9.0, 1.0, 2.0)));
    assertEquals(new Spread(3, 1, 9, 4), Spread.of(List.of(9.0, 1.0, 2.0, 4.0)));
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }

  @Test
  void aShapeIsThreeNumbers() {
    assertEquals(new Shape(40, 30, 8), Shape.parse("40x30x8"));
    assertEquals("40x30x8", new Shape(40, 30, 8).toString());
    assertThrows(IllegalArgumentException.class, () -> Shape.parse("40x30"));
    assertThrows(IllegalArgumentException.class, () -> Shape.parse("0x30x8"));
  }
}
