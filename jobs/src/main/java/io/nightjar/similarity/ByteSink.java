package io.nightjar.similarity;

import java.util.Arrays;

/**
 * Numbers as bytes, the smaller the fewer: seven bits a byte, the low ones first, and a bit that
 * says whether more follow. {@link ByteSource} reads them.
 */
final class ByteSink {
  /** A long takes ten bytes at the most. */
  private static final int LONGEST = 10;

  private byte[] bytes;
  private int length;

  ByteSink(int capacity) {
    bytes = new byte[Math.max(LONGEST, capacity)];
  }

  int length() {
    return length;
  }

  /** Appends a number of 0 or more. */
  void number(long number) {
    reserve(LONGEST);
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /** Appends a number that may be below 0. */
  void signed(long number) {
    number(number << 1 ^ number >> 63);
  }

  /** Appends the four bytes of a float. */
  void real(float value) {
    reserve(Float.BYTES);
    int bits = Float.floatToRawIntBits(value);
    for (int shift = 0; shift < 32; shift += 8) {
      bytes[length++] = (byte) (bits >>> shift);
    }
  }

  /** Appends all that another holds. */
  void append(ByteSink other) {
    reserve(other.length);
    System.arraycopy(other.bytes, 0, bytes, length, other.length);
    length += other.length;
  }

  void clear() {
    length = 0;
  }

  byte[] toArray() {
    return Arrays.copyOf(bytes, length);
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
    }
  }
}
