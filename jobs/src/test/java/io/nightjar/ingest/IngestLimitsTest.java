package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.config.IngestConfig.Limits;
import io.nightjar.run.GateRefusal;
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

  private static String refusal(
      List<SourceCounts> events, List<SourceCounts> catalogues, List<Long> past) {
    return assertThrows(
            GateRefusal.class, () -> IngestLimits.check(LIMITS, events, catalogues, past))
        .getMessage();
  }

  @Test
  void limitsAreInclusive() {
    assertDoesNotThrow(
        () -> {
          IngestLimits.check(LIMITS, counts(100, "bad_time", 5), List.of(), List.of());
          IngestLimits.check(LIMITS, counts(100, "future_time", 1), List.of(), List.of());
          IngestLimits.check(LIMITS, counts(0, "bad_time", 0), List.of(), List.of());
          IngestLimits.check(
              LIMITS, counts(100, "bad_time", 0), List.of(), List.of(200L, 100L, 900L, 9000L));
        });
  }

  @Test
  void refusalsNameCheckValueLimitAndKey() {
    assertEquals(
        "Refused: the share of event rows quarantined is 0.0600, above"
            + " ingest.limits.quarantined-share = 0.05; rows refused: big bad_time 6; mend the"
            + " source, or raise the limit",
        refusal(counts(100, "bad_time", 6), List.of(), List.of()));
    assertEquals(
        "Refused: the share of catalogue rows quarantined is 0.0600, above"
            + " ingest.limits.quarantined-share = 0.05; rows refused: big bad_time 6; mend the"
            + " source, or raise the limit",
        refusal(List.of(), counts(100, "bad_time", 6), List.of()));
    assertEquals(
        "Refused: the share of event rows after the logical date is 0.9600, above"
            + " ingest.limits.future-share = 0.01; rows refused: big future_time 96; mend the"
            + " source, or raise the limit",
        refusal(counts(100, "future_time", 96), List.of(), List.of()));
    assertEquals(
        "Refused: 99 event rows were read, fewer than 100: the median of the last 3 nights is 200,"
            + " and ingest.limits.volume-drop = 0.5; find the missing files, or raise the limit",
        refusal(counts(99, "bad_time", 0), List.of(), List.of(200L, 100L, 900L, 9000L)));
  }

  @Test
  void rowsAfterTheLogicalDateAreQuarantinedRowsToo() {
    Limits backfill = new Limits(0.05, 1, 0.5, 3);
    String message =
        assertThrows(
                GateRefusal.class,
                () ->
                    IngestLimits.check(
                        backfill, counts(100, "future_time", 6), List.of(), List.of()))
            .getMessage();
    assertTrue(message.contains("quarantined-share = 0.05"), message);
  }

  @Test
  void medianOfAnEvenNumberOfNights() {
    refusal(counts(149, "bad_time", 0), List.of(), List.of(200L, 400L));
    assertDoesNotThrow(
        () ->
            IngestLimits.check(LIMITS, counts(150, "bad_time", 0), List.of(), List.of(200L, 400L)));
  }

  @Test
  void dropOfOneSwitchesTheVolumeOff() {
    Limits off = new Limits(0.05, 0.01, 1, 3);
    assertDoesNotThrow(
        () -> IngestLimits.check(off, counts(0, "bad_time", 0), List.of(), List.of(200L)));
  }

  @Test
  void countsThatDoNotBalanceAreABug() {
    assertThrows(
        IllegalStateException.class, () -> new SourceCounts("s", 3, 1, 1, new TreeMap<>()));
    assertThrows(
        IllegalStateException.class, () -> new SourceCounts("s", 1, 2, -1, new TreeMap<>()));
  }
}
