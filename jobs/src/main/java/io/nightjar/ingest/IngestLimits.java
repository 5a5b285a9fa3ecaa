package io.nightjar.ingest;

import io.nightjar.config.IngestConfig.Limits;
import io.nightjar.run.GateRefusal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** The bounds past which a night's input is refused, before any of it is published. */
final class IngestLimits {
  private IngestLimits() {}

  /**
   * Checks a night's counts.
   *
   * @param events counts of the event sources
   * @param catalogues counts of the item and user sources
   * @param pastReads event rows read in past nights, latest first; as many count as there are, up
   *     to {@code volume-nights}
   * @throws GateRefusal naming the first check that fails, its value, its limit and its key
   */
  static void check(
      Limits limits,
      List<SourceCounts> events,
      List<SourceCounts> catalogues,
      List<Long> pastReads) {
    atMost(
        "future-share",
        "event rows after the logical date",
        events,
        counts -> counts.refused(Reason.FUTURE_TIME),
        limits.futureShare());
    atMost(
        "quarantined-share",
        "event rows quarantined",
        events,
        SourceCounts::refused,
        limits.quarantinedShare());
    atMost(
        "quarantined-share",
        "catalogue rows quarantined",
        catalogues,
        SourceCounts::refused,
        limits.quarantinedShare());
    volume(limits, sum(events, SourceCounts::read), pastReads);
  }

  private static void atMost(
      String key,
      String what,
      List<SourceCounts> sources,
      ToLongFunction<SourceCounts> part,
      double limit) {
    double share = share(sources, part);
    if (share > limit) {
      throw new GateRefusal(
          String.format(
              Locale.ROOT,
              "Refused: the share of %s is %.4f, above ingest.limits.%s = %s; rows refused: %s;"
                  + " mend the source, or raise the limit",
              what,
              share,
              key,
              limit,
              reasons(sources)));
    }
  }

  /** Rows by source and reason, as {@code shop bad_time 5, shop blank_user 1}. */
  private static String reasons(List<SourceCounts> sources) {
    return sources.stream()
        .flatMap(
            counts ->
                counts.quarantined().entrySet().stream()
                    .map(e -> counts.source() + " " + e.getKey() + " " + e.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static void volume(Limits limits, long read, List<Long> pastReads) {
    long[] past =
        pastReads.stream()
            .limit(limits.volumeNights())
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    if (past.length == 0) {
      return;
    }
    double median = (past[(past.length - 1) / 2] + past[past.length / 2]) / 2.0;
    double least = median * (1 - limits.volumeDrop());
    if (read < least) {
      throw new GateRefusal(
          String.format(
              Locale.ROOT,
              "Refused: %d event rows were read, fewer than %.0f: the median of the last %d nights"
                  + " is %.0f, and ingest.limits.volume-drop = %s; find the missing files, or raise"
                  + " the limit",
              read,
              least,
              past.length,
              median,
              limits.volumeDrop()));
    }
  }

  private static double share(List<SourceCounts> sources, ToLongFunction<SourceCounts> part) {
    long read = sum(sources, SourceCounts::read);
    return read == 0 ? 0 : (double) sum(sources, part) / read;
  }

  private static long sum(List<SourceCounts> sources, ToLongFunction<SourceCounts> part) {
    return sources.stream().mapToLong(part).sum();
  }
}
