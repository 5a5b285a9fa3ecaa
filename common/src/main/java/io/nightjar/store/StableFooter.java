package io.nightjar.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.IOUtils;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * One form for the footer of a Parquet file. Parquet names the encodings of a column in the order
 * of a hash set of enum constants, and the hash codes of these differ from JVM to JVM: without
 * this, two executors would write different bytes for equal rows. No reader looks at that order.
 */
final class StableFooter {
  /** What follows the footer: its length, little-endian, and four letters. */
  private static final int TAIL = 8;

  private static final int BUFFER = 1 << 16;

  /**
   * Names the encodings in the order of the format's own numbers; replaces the file if need be,
   * which must be one that nobody reads yet.
   *
   * @return the file's rows, as its footer has them
   */
  static long give(Path file, Configuration hadoop) throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    long end = files.getFileStatus(file).getLen() - TAIL;
    Path copy = new Path(file.getParent(), "." + file.getName() + ".stable");
    long rows;
    try (FSDataInputStream in = files.open(file)) {
      byte[] tail = new byte[TAIL];
      in.readFully(end, tail);
      byte[] footer = new byte[ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt()];
      in.readFully(end - footer.length, footer);
      FileMetaData data = Util.readFileMetaData(new ByteArrayInputStream(footer));
      rows = data.getNum_rows();
      byte[] stable = sorted(data);
      if (Arrays.equals(footer, stable)) {
        return rows;
      }
      try (FSDataOutputStream out = files.create(copy, true)) {
        in.seek(0);
        IOUtils.copyBytes(in, out, end - footer.length, false);
        out.write(stable);
        out.write(tail(stable.length));
      }
    }
    if (!files.delete(file, false) || !files.rename(copy, file)) {
      throw new IOException("Cannot rename " + copy + " to " + file);
    }
    return rows;
  }

  private static byte[] sorted(FileMetaData data) throws IOException {
    for (RowGroup group : data.getRow_groups()) {
      for (ColumnChunk column : group.getColumns()) {
        List<Encoding> encodings = new ArrayList<>(column.getMeta_data().getEncodings());
        encodings.sort(Comparator.comparingInt(Encoding::getValue));
        column.getMeta_data().setEncodings(encodings);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
    Util.writeFileMetaData(data, out);
    return out.toByteArray();
  }

  private static byte[] tail(int length) {
    return ByteBuffer.allocate(TAIL)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .put("PAR1".getBytes(StandardCharsets.US_ASCII))
        .array();
  }

  private StableFooter() {}
}
