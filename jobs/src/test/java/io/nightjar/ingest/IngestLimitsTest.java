package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.nightjar.config.IngestConfig.Limits;
import io.nightjar.run.Finding;
import io.nightjar.run.Gate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IngestLimitsTest {
  private static final Limits LIMITS = new Limits(0.05, 0.01, 0.5, 3);

  private static List<SourceCounts> counts(long read, String reason, long refused) {
    return List.of(
        new SourceCounts("big", read, read - refused, 0, new TreeMap<>(Map.of(reason, refused))),
        new SourceCounts("empty", 0, 0, 0, new TreeMap<>()));
  }

  private static List<Finding> check(
      List<SourceCounts> events, List<SourceCounts> catalogues, List<Long> past) {
    return IngestLimits.check(LIMITS, events, catalogues, past);
  }

  @Test
  void limitsAreInclusive() {
    assertEquals(List.of(), check(counts(100, "bad_time", 5), List.of(), List.of()));
    assertEquals(List.of(), check(counts(100, "future_time", 1), List.of(), List.of()));
    assertEquals(List.of(), check(counts(0, "bad_time", 0), List.of(), List.of()));
    assertEquals(
        List.of(), check(counts(100, "bad_time", 0), List.of(), List.of(200L, 100L, 900L, 9000L)));
  }

  @Test
  void findingsNameGateValueLimitAndKey() {
    assertEquals(
        List.of(
            new Finding(
                Gate.QUARANTINED_SHARE,
                "found a share of event rows quarantined of 0.0600, the limit is 0.05"
                    + " (ingest.limits.quarantined-share); rows refused: big bad_time 6; mend the"
                    + " source, or raise the limit")),
        check(counts(100, "bad_time", 6), List.of(), List.of()));
    assertEquals(
        List.of(
            new Finding(
                Gate.QUARANTINED_SHARE,
                "found a share of catalogue rows quarantined of 0.0600, the limit is 0.05"
                    + " (ingest.limits.quarantined-share); rows refused: big bad_time 6; mend the"
                    + " source, or raise the limit")),
        check(List.of(), counts(100, "bad_time", 6), List.of()));
    assertEquals(
        List.of(
            new Finding(
                Gate.VOLUME_DROP,
                "found 99 event rows read, the limit is 100: the median of the last 3 nights is 200,"
                    + " lowered by 0.5 (ingest.limits.volume-drop); find the missing files, or raise"
                    + " the limit")),
        check(counts(99, "bad_time", 0), List.of(), List.of(200L, 100L, 900L, 9000L)));
  }

  @Test
  void rowsAfterTheLogicalDateAreQuarantinedRowsToo() {
    List<Finding> both = check(counts(100, "future_time", 96), List.of(), List.of());
    assertEquals(
        List.of(Gate.FUTURE_SHARE, Gate.QUARANTINED_SHARE),
        both.stream().map(Finding::gate).toList());
    assertEquals(
        "found a share of event rows after the logical date of 0.9600, the limit is 0.01"
            + " (ingest.limits.future-share); rows refused: big future_time 96; mend the source, or"
            + " raise the limit",
        both.get(0).message());
  }

  @Test
  void medianOfAnEvenNumberOfNights() {
    assertEquals(1, check(counts(149, "bad_time", 0), List.of(), List.of(200L, 400L)).size());
    assertEquals(0, check(counts(150, "bad_time", 0), List.of(), List.of(200L, 400L)).size());
  }

  @Test
  void dropOfOneSwitchesTheVolumeOff() {
    Limits off = new Limits(0.05, 0.01, 1, 3);
    assertEquals(
        List.of(), IngestLimits.check(off, counts(0, "bad_time", 0), List.of(), List.of(200L)));
  }

  @Test
  void countsThatDoNotBalanceAreABug() {
    assertThrows(
        IllegalStateException.class, () -> new SourceCounts("s", 3, 1, 1, new TreeMap<>()));
    assertThrows(
        IllegalStateException.class, () -> new SourceCounts("s", 1, 2, -1, new TreeMap<>()));
  }
}
