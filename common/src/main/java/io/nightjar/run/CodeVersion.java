package io.nightjar.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this Nightjar, from the build. */
public final class CodeVersion {
  /** Such as {@code 0.1.0}. */
  public static final String CURRENT = read();

  private static String read() {
    Properties properties = new Properties();
    try (InputStream in = CodeVersion.class.getResourceAsStream("/nightjar.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read nightjar.properties", e);
    }
    return properties.getProperty("version");
  }

  private CodeVersion() {}
}
