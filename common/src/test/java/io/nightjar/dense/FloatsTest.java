package io.nightjar.dense;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatsTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, 200_000})
  void arriveBitByBitBehindEachOther(int length) throws IOException, ClassNotFoundException {
    Random random = new Random(length);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(random.nextInt());
    }
    float[] others = {-0f, Float.NaN, Float.MIN_VALUE};
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Floats(values));
      out.writeObject(new Floats(others));
    }
    assertTrue(bytes.size() < 4 * length + 1000, "no more bytes than the floats have");
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertArrayEquals(bits(values), bits(((Floats) in.readObject()).values()));
      assertArrayEquals(bits(others), bits(((Floats) in.readObject()).values()));
      assertEquals(-1, in.read());
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToIntBits(values[i]);
    }
    return bits;
  }
}
