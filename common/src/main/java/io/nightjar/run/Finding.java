package io.nightjar.run;

/**
 * A gate that is shut.
 *
 * @param gate which
 * @param message what was found, the limit, and the key that sets it
 */
public record Finding(Gate gate, String message) {
  @Override
  public String toString() {
    return "check %s %s".formatted(gate, message);
  }
}
