package io.nightjar.run;

/**
 * A check that refused the night: nothing is published and what is served stays. The message names
 * the check, the value found and the limit; the process ends with exit code 4.
 */
public final class GateRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A refusal with a message for the user. */
  public GateRefusal(String message) {
    super(message);
  }
}
