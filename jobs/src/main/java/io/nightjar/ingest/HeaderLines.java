package io.nightjar.ingest;

import io.nightjar.run.UserError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CodecPool;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;

/** Reads the first line that is not empty of many files, several at a time. */
record HeaderLines(Configuration hadoop, LineCharset charset, int maxLineBytes) {
  private static final int THREADS = 16;
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  /**
   * The first line of each file that has one.
   *
   * @throws UserError if a file cannot be read or its first line is no text
   */
  Map<Path, String> read(List<Path> files) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<String>> lines = new ArrayList<>();
      for (Path file : files) {
        lines.add(pool.submit(() -> firstLine(file)));
      }
      Map<Path, String> headers = new LinkedHashMap<>();
      for (int i = 0; i < files.size(); i++) {
        String line = lines.get(i).get();
        if (line != null) {
          headers.put(files.get(i), line);
        }
      }
      return headers;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UserError mistake) {
        throw mistake;
      }
      throw new IllegalStateException("Cannot read headers", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading headers", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private String firstLine(Path file) {
    CompressionCodec codec = new CompressionCodecFactory(hadoop).getCodec(file);
    Decompressor decompressor = codec == null ? null : CodecPool.getDecompressor(codec);
    try (InputStream raw = file.getFileSystem(hadoop).open(file);
        InputStream in =
            new BufferedInputStream(
                codec == null ? raw : codec.createInputStream(raw, decompressor))) {
      byte[] line = firstLine(in);
      if (line == null) {
        return null;
      }
      String text = line.length > maxLineBytes ? null : charset.decode(line, line.length);
      if (text == null) {
        throw new UserError(
            "Cannot read the header of "
                + file
                + ": its first line is longer than "
                + maxLineBytes
                + " bytes or not in the source's charset; set charset or header: false");
      }
      return text;
    } catch (IOException e) {
      throw new UserError("Cannot read " + file + ": " + e.getMessage(), e);
    } finally {
      CodecPool.returnDecompressor(decompressor);
    }
  }

  private byte[] firstLine(InputStream in) throws IOException {
    in.mark(BYTE_ORDER_MARK.length);
    if (!Arrays.equals(in.readNBytes(BYTE_ORDER_MARK.length), BYTE_ORDER_MARK)) {
      in.reset();
    }
    byte[] line = line(in);
    while (line != null && line.length == 0) {
      line = line(in);
    }
    return line;
  }

  /** The next line without its end, cut if it is too long; null after the last. */
  private byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int b = in.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != '\n' && line.size() <= maxLineBytes + 1; b = in.read()) {
      line.write(b);
    }
    byte[] bytes = line.toByteArray();
    boolean crlf = bytes.length > 0 && bytes[bytes.length - 1] == '\r';
    return crlf ? Arrays.copyOf(bytes, bytes.length - 1) : bytes;
  }
}
