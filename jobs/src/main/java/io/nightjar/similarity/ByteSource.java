package io.nightjar.similarity;

/** Reads what {@link ByteSink} wrote, in the same order. */
final class ByteSource {
  private final byte[] bytes;
  private int position;

  ByteSource(byte[] bytes) {
    this.bytes = bytes;
  }

  boolean hasMore() {
    return position < bytes.length;
  }

  long number() {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = bytes[position++];
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }

  /** A number that is known to fit 32 bits. */
  int whole() {
    byte first = bytes[position];
    if (first >= 0) {
      position++;
      return first;
    }
    return (int) number();
  }

  long signed() {
    long number = number();
    return number >>> 1 ^ -(number & 1);
  }

  float real() {
    int bits = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      bits |= (bytes[position++] & 0xFF) << shift;
    }
    return Float.intBitsToFloat(bits);
  }
}
