package io.nightjar.linalg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FloatBlockTest {
  /** None, one, a whole piece, and several with a rest. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1 << 14, (1 << 14) + 1, 50_000})
  void arrivesAsItWas(int length) throws IOException, ClassNotFoundException {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = Float.intBitsToFloat(i * 0x9E3779B9);
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new FloatBlock(values));
      out.writeInt(7);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      assertArrayEquals(bits(values), bits(((FloatBlock) in.readObject()).values()));
      assertArrayEquals(new int[] {7}, new int[] {in.readInt()});
    }
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
