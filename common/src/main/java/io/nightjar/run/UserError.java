package io.nightjar.run;

/**
 * A mistake in the input, the configuration or the command that the user can mend. The message
 * names the thing, its value and the fix; it is printed without a stack trace, and the process ends
 * with exit code 2.
 */
public class UserError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A mistake with a message for the user. */
  public UserError(String message) {
    super(message);
  }

  /** A mistake with a message for the user and what revealed it. */
  public UserError(String message, Throwable cause) {
    super(message, cause);
  }
}
