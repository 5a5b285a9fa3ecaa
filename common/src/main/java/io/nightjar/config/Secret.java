package io.nightjar.config;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * A reference to a secret: {@code env:NAME}, a variable of the environment, or {@code file:PATH}, a
 * file of UTF-8 text whose last line break does not count. The value is read each time it is asked
 * for and never kept, so it cannot be printed, serialized or hashed by accident.
 */
public final class Secret implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern REFERENCE = Pattern.compile("env:[A-Za-z_][A-Za-z0-9_]*|file:.+");

  private final String reference;

  private Secret(String reference) {
    this.reference = reference;
  }

  /**
   * A secret by its reference.
   *
   * @throws IllegalArgumentException where the text is not a reference; the message does not repeat
   *     it, since it may be the secret itself
   */
  public static Secret of(String reference) {
    if (!REFERENCE.matcher(reference).matches()) {
      throw new IllegalArgumentException(
          "a reference to a secret is expected, env:NAME or file:PATH, never the secret itself");
    }
    return new Secret(reference);
  }

  /**
   * Reads the value, where the process runs that asks for it.
   *
   * @throws UserError where the variable is not set or the file cannot be read
   */
  public String resolve() {
    String name = reference.substring(reference.indexOf(':') + 1);
    if (reference.startsWith("file:")) {
      try {
        return Files.readString(Path.of(name)).replaceFirst("\\R\\z", "");
      } catch (IOException e) {
        // The cause is left out: a decoding error could name bytes of the secret.
        throw new UserError(
            "Cannot read the secret %s: %s".formatted(reference, e.getClass().getSimpleName()));
      }
    }
    String value = System.getenv(name);
    if (value == null) {
      throw new UserError(
          "Cannot read the secret %s: the variable is not set".formatted(reference));
    }
    return value;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret && secret.reference.equals(reference);
  }

  @Override
  public int hashCode() {
    return reference.hashCode();
  }

  /** The reference, never the value. */
  @Override
  public String toString() {
    return reference;
  }
}
