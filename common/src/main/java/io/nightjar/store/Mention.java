package io.nightjar.store;

import java.util.Arrays;

/** Where text may name an id: nowhere within a longer word of ASCII letters and digits. */
final class Mention {
  /** Whether bytes name an id. */
  static boolean isIn(byte[] text, byte[] id) {
    for (int at = 0; at + id.length <= text.length; at++) {
      if (Arrays.equals(text, at, at + id.length, id, 0, id.length)
          && mayBegin(text, at)
          && mayEnd(text, at + id.length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether an id may begin at a byte. */
  static boolean mayBegin(byte[] text, int at) {
    return at == 0 || !isOfAWord(text[at - 1]);
  }

  /** Whether an id may end before a byte. */
  static boolean mayEnd(byte[] text, int at) {
    return at == text.length || !isOfAWord(text[at]);
  }

  private static boolean isOfAWord(byte b) {
    return b >= 0 && Character.isLetterOrDigit(b);
  }

  private Mention() {}
}
