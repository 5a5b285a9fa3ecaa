package io.nightjar.ingest;

import java.util.SortedMap;

/**
 * What became of the rows of one source: {@code read = accepted + duplicate + quarantined}.
 *
 * @param source name of the source
 * @param read rows read; neither a header nor an empty line is one
 * @param accepted rows that are new tonight
 * @param duplicate good rows that were there, or came more than once tonight
 * @param quarantined rows refused, by the code of the {@link Reason}
 */
record SourceCounts(
    String source, long read, long accepted, long duplicate, SortedMap<String, Long> quarantined) {

  SourceCounts {
    long refused = quarantined.values().stream().mapToLong(Long::longValue).sum();
    if (accepted < 0 || duplicate < 0 || read != accepted + duplicate + refused) {
      throw new IllegalStateException(
          "Counts of source "
              + source
              + " do not balance: "
              + read
              + " read, "
              + accepted
              + " accepted, "
              + duplicate
              + " duplicate, quarantined "
              + quarantined
              + "; did its files change during the run?");
    }
  }

  /** Rows refused, whatever the reason. */
  long refused() {
    return read - accepted - duplicate;
  }

  /** Rows refused for one reason. */
  long refused(Reason reason) {
    return quarantined.getOrDefault(reason.code(), 0L);
  }
}
