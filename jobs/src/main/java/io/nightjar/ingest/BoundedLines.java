package io.nightjar.ingest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;

/**
 * The lines of a part of a file: those that begin in it. A line ends with LF or CRLF, and is held
 * as far as it may be parsed, however long it is. A byte order mark at the beginning of a file is
 * none of its text.
 */
final class BoundedLines implements Closeable {
  private static final int BUFFER = 1 << 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final FilePart part;
  private final InputBounds bounds;
  private final InputStream in;
  private final Decompressor decompressor;

  /** Where no line of the part begins any more. */
  private final long stop;

  private final byte[] buffer = new byte[BUFFER];
  private int next;
  private int filled;

  /** Of the byte after the last line. */
  private long position;

  /** The beginning of the line, and a byte more for its CR. */
  private byte[] line = new byte[256];

  private int held;
  private long length;

  private BoundedLines(
      FilePart part, InputBounds bounds, InputStream in, Decompressor decompressor, long stop) {
    this.part = part;
    this.bounds = bounds;
    this.in = in;
    this.decompressor = decompressor;
    this.stop = stop;
    this.position = part.start();
  }

  /**
   * Opens a part.
   *
   * @throws IOException if the file cannot be read
   */
  static BoundedLines open(FilePart part, InputBounds bounds, Configuration hadoop)
      throws IOException {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(part.file());
    Decompressor decompressor = codec == null ? null : CodecPool.getDecompressor(codec);
    FSDataInputStream raw = null;
    try {
      raw = part.file().getFileSystem(hadoop).open(part.file());
      InputStream in = codec == null ? raw : codec.createInputStream(raw, decompressor);
      long stop = codec == null ? part.end() : Long.MAX_VALUE;
      BoundedLines lines = new BoundedLines(part, bounds, in, decompressor, stop);
      lines.begin(raw);
      return lines;
    } catch (IOException | RuntimeException e) {
      if (raw != null) {
        raw.close();
      }
      CodecPool.returnDecompressor(decompressor);
      throw e;
    }
  }

  private void begin(FSDataInputStream raw) throws IOException {
    if (part.start() > 0) {
      // The line that the byte before is of began before, if that byte does not end it.
      position = part.start() - 1;
      raw.seek(position);
      advance();
    } else {
      while (filled < BYTE_ORDER_MARK.length && more()) {
        // A stream may give fewer bytes than are asked for.
      }
      int mark = BYTE_ORDER_MARK.length;
      if (filled >= mark && Arrays.equals(buffer, 0, mark, BYTE_ORDER_MARK, 0, mark)) {
        next = mark;
        position = mark;
      }
    }
  }

  /**
   * Goes to the next line.
   *
   * @return whether there is one
   * @throws io.nightjar.run.UserError if the file expands beyond the bounds
   */
  boolean advance() throws IOException {
    held = 0;
    length = 0;
    if (position >= stop || !available()) {
      return false;
    }
    boolean ended = false;
    while (!ended && available()) {
      int from = next;
      while (next < filled && buffer[next] != '\n') {
        next++;
      }
      hold(from, next);
      ended = next < filled;
      next += ended ? 1 : 0;
      position += next - from;
    }
    if (length == held && held > 0 && line[held - 1] == '\r') {
      held--;
      length--;
    }
    return true;
  }

  /** Whether the line has nothing but its end. */
  boolean isEmpty() {
    return length == 0;
  }

  /** Whether the line is longer than may be parsed. */
  boolean isTooLong() {
    return length > bounds.lineBytes();
  }

  /** The line without its end, cut where it is too long. */
  byte[] bytes() {
    return Arrays.copyOf(line, Math.min(held, bounds.lineBytes()));
  }

  @Override
  public void close() throws IOException {
    in.close();
    CodecPool.returnDecompressor(decompressor);
  }

  private boolean available() throws IOException {
    if (next < filled) {
      return true;
    }
    next = 0;
    filled = 0;
    return more();
  }

  private boolean more() throws IOException {
    int read = in.read(buffer, filled, buffer.length - filled);
    filled += Math.max(0, read);
    bounds.checkExpansion(part.file(), part.fileLength(), position - part.start() + filled);
    return read > 0;
  }

  private void hold(int from, int to) {
    int taken = (int) Math.min(to - from, (long) bounds.lineBytes() + 1 - held);
    if (held + taken > line.length) {
      line = Arrays.copyOf(line, Math.max(held + taken, 2 * line.length));
    }
    System.arraycopy(buffer, from, line, held, taken);
    held += taken;
    length += to - from;
  }
}
