package io.nightjar.ingest;

import io.nightjar.run.UserError;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** Reads the first line that is not empty of many files, several at a time. */
record HeaderLines(Configuration hadoop, LineCharset charset, InputBounds bounds) {
  private static final int THREADS = 16;

  /**
   * The first line of each file that has one.
   *
   * @throws UserError if a file cannot be read or its first line is no text
   */
  Map<Path, String> read(List<FileStatus> files) {
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<String>> lines = new ArrayList<>();
      for (FileStatus file : files) {
        lines.add(pool.submit(() -> firstLine(file)));
      }
      Map<Path, String> headers = new LinkedHashMap<>();
      for (int i = 0; i < files.size(); i++) {
        String line = lines.get(i).get();
        if (line != null) {
          headers.put(files.get(i).getPath(), line);
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

  private String firstLine(FileStatus file) {
    try (BoundedLines lines = BoundedLines.open(FilePart.whole(file), bounds, hadoop)) {
      while (lines.advance()) {
        if (!lines.isEmpty()) {
          return text(file.getPath(), lines);
        }
      }
      return null;
    } catch (IOException e) {
      throw new UserError("Cannot read " + file.getPath() + ": " + e.getMessage(), e);
    }
  }

  private String text(Path file, BoundedLines lines) {
    byte[] line = lines.bytes();
    String text = lines.isTooLong() ? null : charset.decode(line, line.length);
    if (text == null) {
      throw new UserError(
          "Cannot read the header of "
              + file
              + ": its first line is longer than "
              + bounds.lineBytes()
              + " bytes or not in the source's charset; set charset or header: false");
    }
    return text;
  }
}
