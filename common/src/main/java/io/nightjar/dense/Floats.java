package io.nightjar.dense;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * An array of floats that travels between processes as blocks of bytes: Java writes and reads the
 * numbers of an array one by one.
 */
public final class Floats implements Serializable {
  private static final long serialVersionUID = 1;

  /** Floats of a block: what is written is never there twice as a whole. */
  private static final int BLOCK = 1 << 16;

  private transient float[] values;

  /** Wraps an array, which is not copied. */
  public Floats(float[] values) {
    this.values = values;
  }

  /** The array itself. */
  public float[] values() {
    return values;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.writeInt(values.length);
    for (int from = 0; from < values.length; from += BLOCK) {
      int count = Math.min(BLOCK, values.length - from);
      byte[] bytes = new byte[count * Float.BYTES];
      floats(bytes).put(values, from, count);
      // Shared objects are remembered by the stream, and so kept.
      out.writeUnshared(bytes);
    }
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    values = new float[in.readInt()];
    for (int from = 0; from < values.length; from += BLOCK) {
      floats((byte[]) in.readUnshared()).get(values, from, Math.min(BLOCK, values.length - from));
    }
  }

  private static FloatBuffer floats(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
