package io.nightjar.ingest;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts of sources as a manifest keeps them: in total, by reason, and for each source. */
final class Counts {
  /**
   * Names and numbers: {@code read}, {@code accepted}, {@code duplicate}, {@code quarantined},
   * {@code quarantined.<reason>}, and the first four again with the source's name and a dot before
   * them.
   */
  static Map<String, Long> of(List<SourceCounts> sources) {
    SortedMap<String, Long> counts = new TreeMap<>();
    add(counts, "", 0, 0, 0, 0);
    for (SourceCounts source : sources) {
      long refused = source.refused();
      add(counts, "", source.read(), source.accepted(), source.duplicate(), refused);
      add(
          counts,
          source.source() + ".",
          source.read(),
          source.accepted(),
          source.duplicate(),
          refused);
      source
          .quarantined()
          .forEach((reason, rows) -> counts.merge("quarantined." + reason, rows, Long::sum));
    }
    return counts;
  }

  private static void add(
      SortedMap<String, Long> counts,
      String prefix,
      long read,
      long accepted,
      long duplicate,
      long quarantined) {
    counts.merge(prefix + "read", read, Long::sum);
    counts.merge(prefix + "accepted", accepted, Long::sum);
    counts.merge(prefix + "duplicate", duplicate, Long::sum);
    counts.merge(prefix + "quarantined", quarantined, Long::sum);
  }

  private Counts() {}
}
