package io.nightjar.report;

/**
 * How a night ended: released, or refused. Exactly one of the two is set.
 *
 * @param release number of the release, or null
 * @param refusal message of the check that refused the night, or null
 */
public record Verdict(Long release, String refusal) {
  /** Checks that exactly one is set. */
  public Verdict {
    if ((release == null) == (refusal == null)) {
      throw new IllegalArgumentException(
          "Cannot tell a night's end: release %s, refusal %s; give exactly one"
              .formatted(release, refusal));
    }
  }

  /** A night that was released under a number. */
  public static Verdict releasedAs(long release) {
    return new Verdict(release, null);
  }

  /** A night that a check refused. */
  public static Verdict refusedBecause(String message) {
    return new Verdict(null, message);
  }

  /** Whether the night was released. */
  public boolean released() {
    return release != null;
  }
}
