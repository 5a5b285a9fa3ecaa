package io.nightjar.report;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a night ended: released, or refused. Exactly one of the two is set.
 *
 * @param release number of the release, or null
 * @param refusal message of the check that refused the night, or null
 * @param overrides reasons why it was released although a gate refused it, by name of the gate
 */
public record Verdict(Long release, String refusal, SortedMap<String, String> overrides) {
  /** Checks that exactly one is set. */
  public Verdict {
    if ((release == null) == (refusal == null)) {
      throw new IllegalArgumentException(
          "Cannot tell a night's end: release %s, refusal %s; give exactly one"
              .formatted(release, refusal));
    }
  }

  /** A night that was released under a number. */
  public static Verdict releasedAs(long release, SortedMap<String, String> overrides) {
    return new Verdict(release, null, overrides);
  }

  /** A night that a check refused. */
  public static Verdict refusedBecause(String message) {
    return new Verdict(null, message, new TreeMap<>());
  }

  /** Whether the night was released. */
  public boolean released() {
    return release != null;
  }
}
