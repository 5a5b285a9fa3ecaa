package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines against those of a reader that holds the whole file. */
final class BoundedLinesTest {
  private static final int MOST = 20;
  private static final InputBounds BOUNDS = new InputBounds(MOST, 10, 10, 1_000_000);

  @TempDir private Path folder;

  @Test
  void partsHaveEachLineOnce() throws IOException {
    Random random = new Random(11);
    for (int file = 0; file < 60; file++) {
      String text = text(random, file < 50 ? random.nextInt(200) : 200_000);
      Path path = Files.write(folder.resolve("log" + file), text.getBytes(ISO_8859_1));
      List<String> expected = lines(text);
      assertEquals(expected, read(path, new long[] {0, text.length()}));
      long[] cuts = random.longs(6, 0, text.length() + 1).sorted().toArray();
      cuts[0] = 0;
      cuts[5] = text.length();
      assertEquals(expected, read(path, cuts), () -> text + Arrays.toString(cuts));
      Path compressed = folder.resolve("log" + file + ".gz");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
        out.write(text.getBytes(ISO_8859_1));
      }
      assertEquals(expected, read(compressed, new long[] {0, Files.size(compressed)}));
    }
  }

  @Test
  void aByteOrderMarkIsNoText() throws IOException {
    String mark = "\u00EF\u00BB\u00BF";
    for (String text : List.of(mark, mark + "a\n", "a\n" + mark + "\n", "\u00EF\u00BB", "")) {
      Path path = Files.write(folder.resolve("log"), text.getBytes(ISO_8859_1));
      String without = text.startsWith(mark) ? text.substring(mark.length()) : text;
      assertEquals(lines(without), read(path, new long[] {0, text.length()}));
    }
  }

  @Test
  void theMostThatIsParsedIsWithoutTheLineEnd() throws IOException {
    String most = "x".repeat(MOST);
    Path path = Files.writeString(folder.resolve("log"), most + "\r\n" + most + "y\r\n" + most);
    assertEquals(
        List.of(most, "too long: " + most, most), read(path, new long[] {0, Files.size(path)}));
  }

  @Test
  void aLineTakesNoMoreMemoryThanMayBeParsed() throws IOException {
    Path path = folder.resolve("log.gz");
    byte[] block = "x".repeat(1 << 20).getBytes(ISO_8859_1);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      for (int i = 0; i < 64; i++) {
        out.write(block);
      }
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (BoundedLines lines = open(path, 0, Files.size(path))) {
      long before = threads.getCurrentThreadAllocatedBytes();
      assertTrue(lines.advance());
      long taken = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(lines.isTooLong());
      assertFalse(lines.advance());
      assertTrue(taken < 1 << 20, taken + " bytes for a line of 64 MB");
    }
  }

  private static String text(Random random, int length) {
    StringBuilder text = new StringBuilder();
    while (text.length() < length) {
      text.append("abc\u00FF\r\n\n".charAt(random.nextInt(7)));
      if (random.nextInt(20) == 0) {
        text.append("long".repeat(random.nextInt(10)));
      }
    }
    return text.toString();
  }

  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : text.split("(?<=\n)", -1)) {
      if (!line.isEmpty()) {
        String end = line.endsWith("\n") ? "\n" : "";
        String content = line.substring(0, line.length() - end.length());
        content = content.endsWith("\r") ? content.substring(0, content.length() - 1) : content;
        lines.add(content.length() > MOST ? "too long: " + content.substring(0, MOST) : content);
      }
    }
    return lines;
  }

  private static List<String> read(Path path, long[] cuts) throws IOException {
    List<String> found = new ArrayList<>();
    for (int i = 1; i < cuts.length; i++) {
      try (BoundedLines lines = open(path, cuts[i - 1], cuts[i])) {
        while (cuts[i] > cuts[i - 1] && lines.advance()) {
          String line = new String(lines.bytes(), ISO_8859_1);
          assertEquals(line.isEmpty(), lines.isEmpty());
          found.add(lines.isTooLong() ? "too long: " + line : line);
        }
      }
    }
    return found;
  }

  private static BoundedLines open(Path path, long start, long end) throws IOException {
    org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path.toUri());
    FilePart part = new FilePart(file, start, end, Files.size(path));
    return BoundedLines.open(part, BOUNDS, new Configuration());
  }
}
