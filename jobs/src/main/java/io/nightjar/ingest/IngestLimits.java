package io.nightjar.ingest;

import io.nightjar.config.IngestConfig.Limits;
import io.nightjar.run.Finding;
import io.nightjar.run.Gate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
   * @return what is past its limit
   */
  static List<Finding> check(
      Limits limits,
      List<SourceCounts> events,
      List<SourceCounts> catalogues,
      List<Long> pastReads) {
    return Stream.of(
            atMost(
                Gate.FUTURE_SHARE,
                "event rows after the logical date",
                events,
                counts -> counts.refused(Reason.FUTURE_TIME),
                limits.futureShare()),
            atMost(
                Gate.QUARANTINED_SHARE,
                "event rows quarantined",
                events,
                SourceCounts::refused,
                limits.quarantinedShare()),
            atMost(
                Gate.QUARANTINED_SHARE,
                "catalogue rows quarantined",
                catalogues,
                SourceCounts::refused,
                limits.quarantinedShare()),
            volume(limits, sum(events, SourceCounts::read), pastReads))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Finding> atMost(
      Gate gate,
      String what,
      List<SourceCounts> sources,
      ToLongFunction<SourceCounts> part,
      double limit) {
    double share = share(sources, part);
    return share <= limit
        ? Optional.empty()
        : Optional.of(
            new Finding(
                gate,
                String.format(
                    Locale.ROOT,
                    "found a share of %s of %.4f, the limit is %s (ingest.limits.%s); rows refused:"
                        + " %s; mend the source, or raise the limit",
                    what,
                    share,
                    limit,
                    gate.toString().replace('_', '-'),
                    reasons(sources))));
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

  private static Optional<Finding> volume(Limits limits, long read, List<Long> pastReads) {
    long[] past =
        pastReads.stream()
            .limit(limits.volumeNights())
            .mapToLong(Long::longValue)
            .sorted()
            .toArray();
    if (past.length == 0) {
      return Optional.empty();
    }
    double median = (past[(past.length - 1) / 2] + past[past.length / 2]) / 2.0;
    double least = median * (1 - limits.volumeDrop());
    return read >= least
        ? Optional.empty()
        : Optional.of(
            new Finding(
                Gate.VOLUME_DROP,
                String.format(
                    Locale.ROOT,
                    "found %d event rows read, the limit is %.0f: the median of the last %d nights"
                        + " is %.0f, lowered by %s (ingest.limits.volume-drop); find the missing"
                        + " files, or raise the limit",
                    read,
                    least,
                    past.length,
                    median,
                    limits.volumeDrop())));
  }

  private static double share(List<SourceCounts> sources, ToLongFunction<SourceCounts> part) {
    long read = sum(sources, SourceCounts::read);
    return read == 0 ? 0 : (double) sum(sources, part) / read;
  }

  private static long sum(List<SourceCounts> sources, ToLongFunction<SourceCounts> part) {
    return sources.stream().mapToLong(part).sum();
  }
}
