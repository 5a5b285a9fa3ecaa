package io.nightjar.generate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder sample-data is what its README's commands make, and what its checksums say. */
class SampleDataTest {
  private static final Path SAMPLE = sampleData();
  private static final Set<String> WRITTEN_BY_HAND =
      Set.of("README.md", "SHA256SUMS", ".gitattributes");
  private static final Generator.Spec CLEAN =
      new Generator.Spec(500, 300, 28, 17_000, 42, LocalDate.of(2026, 1, 1), 0, 1);
  private static final Generator.Spec MALFORMED =
      new Generator.Spec(60, 40, 2, 1_200, 42, LocalDate.of(2026, 1, 27), 0.15, 1);

  @Test
  void isWhatItsCommandsMake(@TempDir Path made) throws IOException {
    LogWriter.write(SharedSpark.session(), CLEAN, made.toString());
    LogWriter.write(SharedSpark.session(), MALFORMED, made.resolve("malformed").toString());
    Set<String> names = files(made);
    Set<String> kept = files(SAMPLE);
    kept.removeAll(WRITTEN_BY_HAND);
    assertEquals(names, kept);
    for (String name : names) {
      assertArrayEquals(
          Files.readAllBytes(made.resolve(name)), Files.readAllBytes(SAMPLE.resolve(name)), name);
    }
  }

  @Test
  void hasTheChecksumsItStates() throws IOException, NoSuchAlgorithmException {
    Map<String, String> stated = new TreeMap<>();
    for (String line : Files.readAllLines(SAMPLE.resolve("SHA256SUMS"))) {
      String[] sumAndName = line.split("  ", 2);
      stated.put(sumAndName[1], sumAndName[0]);
    }
    Map<String, String> found = new TreeMap<>();
    Set<String> names = files(SAMPLE);
    names.removeAll(WRITTEN_BY_HAND);
    for (String name : names) {
      byte[] sum =
          MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(SAMPLE.resolve(name)));
      found.put(name, HexFormat.of().formatHex(sum));
    }
    assertEquals(found, stated);
  }

  @Test
  void staysSmall() throws IOException {
    long bytes = 0;
    for (String name : files(SAMPLE)) {
      bytes += Files.size(SAMPLE.resolve(name));
    }
    assertTrue(bytes < 2_000_000, bytes + " bytes");
  }

  /** Counts by a reader of its own, against those written beside the log. */
  @Test
  void expectsWhatAStrictReaderCounts() throws IOException {
    for (Path log : List.of(SAMPLE, SAMPLE.resolve("malformed"))) {
      Map<String, Long> counts = new TreeMap<>();
      Set<String> accepted = new HashSet<>();
      for (String name : files(log.resolve("events"))) {
        List<byte[]> lines = LogWriterTest.lines(Files.readAllBytes(log.resolve("events/" + name)));
        for (byte[] line : lines.subList(1, lines.size())) {
          String reason = LineOracle.reason(line, Instant.parse("2026-01-29T00:00:00Z"));
          boolean again = reason.equals("accepted") && !accepted.add(new String(line, UTF_8));
          counts.merge(again ? "duplicate" : reason, 1L, Long::sum);
        }
      }
      String expected =
          counts.entrySet().stream()
              .map(count -> count.getKey() + "\t" + count.getValue() + "\n")
              .collect(Collectors.joining());
      assertEquals(Files.readString(log.resolve("expected.tsv")), expected);
    }
  }

  private static Set<String> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths
          .filter(Files::isRegularFile)
          .map(path -> folder.relativize(path).toString())
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static Path sampleData() {
    Path folder = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    while (!Files.isDirectory(folder.resolve("sample-data"))) {
      folder = folder.getParent();
    }
    return folder.resolve("sample-data");
  }
}
