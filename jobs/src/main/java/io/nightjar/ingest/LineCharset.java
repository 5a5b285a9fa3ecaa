package io.nightjar.ingest;

import io.nightjar.run.UserError;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Turns a line's bytes into text without losing any. */
final class LineCharset implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final String LINE_END = "\r\n";
  private static final char REPLACEMENT = '\uFFFD';

  private final String name;
  private transient Charset charset;

  /**
   * A charset in which line ends are the bytes they are in ASCII.
   *
   * @throws UserError if there is no such charset, or files in it cannot be split at line ends
   */
  LineCharset(String key, String name) {
    this.name = name;
    try {
      this.charset = Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw new UserError(
          "Cannot read " + key + ": no charset " + name + "; use UTF-8, ISO-8859-1 …", e);
    }
    if (!LINE_END.equals(new String(LINE_END.getBytes(StandardCharsets.US_ASCII), charset))) {
      throw new UserError(
          "Cannot read "
              + key
              + ": lines cannot be found in "
              + name
              + "; convert the files to UTF-8");
    }
  }

  /** The text, or null if the bytes are not text in this charset. */
  String decode(byte[] bytes, int length) {
    if (charset == null) {
      charset = Charset.forName(name);
    }
    String text = new String(bytes, 0, length, charset);
    // The fast constructor replaces what it cannot decode; only then is a strict look needed.
    return text.indexOf(REPLACEMENT) < 0 || decodesStrictly(bytes, length) ? text : null;
  }

  private boolean decodesStrictly(byte[] bytes, int length) {
    try {
      charset.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
