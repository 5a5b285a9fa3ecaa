package io.nightjar.similarity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class ByteSinkTest {
  private static final long[] NUMBERS = {
    0, 1, 127, 128, 16383, 16384, Integer.MAX_VALUE, 1L << 32, Long.MAX_VALUE
  };

  @Test
  void comesBackAsItWent() {
    ByteSink sink = new ByteSink(1);
    for (long number : NUMBERS) {
      sink.number(number);
      sink.signed(number);
      sink.signed(~number);
      sink.real(number * 0.1f);
    }
    ByteSink twice = new ByteSink(1);
    twice.append(sink);
    twice.append(sink);
    ByteSource source = new ByteSource(twice.toArray());
    for (int i = 0; i < 2; i++) {
      for (long number : NUMBERS) {
        assertEquals(number, source.number());
        assertEquals(number, source.signed());
        assertEquals(~number, source.signed());
        assertEquals(number * 0.1f, source.real());
      }
    }
    assertFalse(source.hasMore());
  }

  @Test
  void smallNumbersTakeAByte() {
    ByteSink sink = new ByteSink(1);
    sink.number(127);
    sink.signed(-64);
    assertEquals(2, sink.length());
    ByteSource source = new ByteSource(sink.toArray());
    assertEquals(127, source.whole());
    assertEquals(-64, source.signed());
  }
}
