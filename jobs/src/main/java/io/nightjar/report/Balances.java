package io.nightjar.report;

import io.nightjar.report.NightReport.Balance;
import io.nightjar.store.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads the book-keeping of ingest from the counts of manifests: {@code read}, {@code accepted},
 * {@code duplicate}, {@code quarantined} and {@code quarantined.<reason>} of a table, and the same
 * after {@code <source>.} for each of its sources.
 */
final class Balances {
  private static final String READ = "read";
  private static final String ACCEPTED = "accepted";
  private static final String DUPLICATE = "duplicate";
  private static final String QUARANTINED = "quarantined";

  /** The balance of each table that counts rows read, and after it those of its sources. */
  static List<Balance> of(List<Manifest> manifests) {
    List<Balance> balances = new ArrayList<>();
    for (Manifest manifest : manifests) {
      Map<String, Long> counts = manifest.counts();
      if (counts.containsKey(READ)) {
        balances.add(balance(manifest.table(), "", "", counts));
        counts.keySet().stream()
            .filter(name -> name.endsWith("." + READ))
            .map(name -> name.substring(0, name.length() - READ.length() - 1))
            .forEach(
                source -> balances.add(balance(manifest.table(), source, source + ".", counts)));
      }
    }
    return List.copyOf(balances);
  }

  /** Rows by reason, over all tables. */
  static SortedMap<String, Long> reasons(List<Manifest> manifests) {
    String prefix = QUARANTINED + ".";
    SortedMap<String, Long> reasons = new TreeMap<>();
    for (Manifest manifest : manifests) {
      manifest
          .counts()
          .forEach(
              (name, rows) -> {
                if (name.startsWith(prefix) && rows > 0) {
                  reasons.merge(name.substring(prefix.length()), rows, Long::sum);
                }
              });
    }
    return reasons;
  }

  private static Balance balance(
      String table, String source, String prefix, Map<String, Long> counts) {
    long read = counts.getOrDefault(prefix + READ, 0L);
    long accepted = counts.getOrDefault(prefix + ACCEPTED, 0L);
    long duplicate = counts.getOrDefault(prefix + DUPLICATE, 0L);
    long quarantined = counts.getOrDefault(prefix + QUARANTINED, 0L);
    return new Balance(
        table,
        source,
        read,
        accepted,
        duplicate,
        quarantined,
        read - accepted - duplicate - quarantined);
  }

  private Balances() {}
}
