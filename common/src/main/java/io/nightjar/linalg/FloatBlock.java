package io.nightjar.linalg;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Floats that travel as bytes, copied a piece at a time: Java's serialization converts an array of
 * floats 256 of them a call.
 */
public final class FloatBlock implements Externalizable {
  private static final long serialVersionUID = 1;

  /** Floats of a piece: its bytes stay in the cache between one copy and the next. */
  private static final int PIECE = 1 << 14;

  private float[] values;

  /** For deserialization alone. */
  public FloatBlock() {
    this(new float[0]);
  }

  /** Takes the floats over. */
  public FloatBlock(float[] values) {
    this.values = values;
  }

  /** The floats themselves. */
  public float[] values() {
    return values;
  }

  @Override
  public void writeExternal(ObjectOutput out) throws IOException {
    out.writeInt(values.length);
    byte[] piece = piece(values.length);
    FloatBuffer floats = floats(piece);
    for (int start = 0; start < values.length; start += PIECE) {
      int length = Math.min(PIECE, values.length - start);
      floats.clear().put(values, start, length);
      out.write(piece, 0, length * Float.BYTES);
    }
  }

  @Override
  public void readExternal(ObjectInput in) throws IOException {
    values = new float[in.readInt()];
    byte[] piece = piece(values.length);
    FloatBuffer floats = floats(piece);
    for (int start = 0; start < values.length; start += PIECE) {
      int length = Math.min(PIECE, values.length - start);
      in.readFully(piece, 0, length * Float.BYTES);
      floats.clear().get(values, start, length);
    }
  }

  private static byte[] piece(int length) {
    return new byte[Math.min(PIECE, length) * Float.BYTES];
  }

  private static FloatBuffer floats(byte[] piece) {
    return ByteBuffer.wrap(piece).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
  }
}
