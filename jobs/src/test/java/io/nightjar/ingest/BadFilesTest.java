package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.TestNight;
import io.nightjar.run.UserError;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that cannot be read to their end: the night is refused by their name, and none of it is
 * kept.
 */
class BadFilesTest {
  private static final LocalDate DATE = LocalDate.of(2026, 1, 31);
  private static final String HEADER = "user,item,event,time\n";
  private static final String ROWS = "u1,i1,view,2026-01-01\n".repeat(2_000);

  @TempDir private Path folder;

  @BeforeEach
  void aGoodFileBeside() throws IOException {
    Files.createDirectories(folder.resolve("log"));
    Files.writeString(folder.resolve("log/a.csv"), HEADER + ROWS);
  }

  @Test
  void aGzipFileThatIsCutShort() throws IOException {
    byte[] whole = gzip(HEADER + ROWS);
    refused("b.csv.gz", Arrays.copyOf(whole, whole.length - 30));
  }

  @Test
  void aGzipFileWithAFlippedByte() throws IOException {
    byte[] bytes = gzip(HEADER + ROWS);
    bytes[bytes.length - 6] ^= 1; // Of its checksum.
    refused("b.csv.gz", bytes);
  }

  @Test
  void aParquetFileThatIsCutShort() throws IOException {
    SharedSpark.session()
        .range(5_000)
        .selectExpr(
            "concat('u', id) as user",
            "'i' as item",
            "'view' as event",
            "timestamp'2026-01-01 10:00:00' as time")
        .coalesce(1)
        .write()
        .parquet(folder.resolve("parquet").toString());
    Path file;
    try (Stream<Path> files = Files.list(folder.resolve("parquet"))) {
      file = files.filter(path -> path.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    byte[] whole = Files.readAllBytes(file);
    byte[] bytes = whole.clone();
    // A hole in the pages, before the footer.
    Arrays.fill(bytes, 4, bytes.length / 2, (byte) 0);
    refused(night("parquet", "parquet"), file, bytes);
    refused(night("parquet", "parquet"), file, Arrays.copyOf(whole, whole.length / 2));
  }

  @Test
  void whatIsNoGzipFile() throws IOException {
    refused("b.csv.gz", (HEADER + ROWS).getBytes(UTF_8));
  }

  @Test
  void textOfAnotherCharset() throws IOException {
    refused("b.csv", ("\ufeff" + HEADER + ROWS).getBytes(StandardCharsets.UTF_16LE));
  }

  @Test
  void nulBytes() throws IOException {
    refused("b.csv", new byte[4096]);
  }

  private void refused(String name, byte[] bytes, String... said) throws IOException {
    refused(night("log", "csv"), folder.resolve("log").resolve(name), bytes, said);
  }

  private static void refused(TestNight night, Path file, byte[] bytes, String... said)
      throws IOException {
    Files.write(file, bytes);
    UserError e = assertThrows(UserError.class, () -> night.run(new IngestJob(), Lane.SERVE));
    assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
    for (String text : said) {
      assertTrue(e.getMessage().contains(text), e.getMessage());
    }
    assertEquals(Optional.empty(), night.store().head(TableId.of(Table.EVENTS, Lane.SERVE)));
  }

  private TestNight night(String path, String format, String... more) {
    Stream<String> settings =
        Stream.of(
            "ingest.folder=" + folder,
            "ingest.events.shop={files: {path: %s, format: %s}, user: user, item: item, event: event, time: time}"
                .formatted(path, format),
            "ingest.limits.quarantined-share=1",
            "prepare.events.view={}");
    return new TestNight(
        folder.resolve("warehouse"),
        DATE,
        Stream.concat(settings, Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aDecompressionBomb() throws IOException {
    byte[] bomb = gzip(HEADER + ROWS.repeat(400));
    assertTrue(bomb.length < 60_000, bomb.length + " bytes for 17 MB");
    refused("b.csv.gz", bomb, "300 times", "ingest.max-expansion");
  }

  @Test
  void aDecompressionBombOfOneLine() throws IOException {
    byte[] bomb = gzip(HEADER + "x".repeat(17 << 20));
    assertTrue(bomb.length < 60_000, bomb.length + " bytes for 17 MB");
    refused("b.csv.gz", bomb, "300 times", "ingest.max-expansion");
  }

  @Test
  void aFileOfTooManyColumns() throws IOException {
    String header = HEADER.strip() + ",more".repeat(9_997) + "\n";
    refused("b.csv", header.getBytes(UTF_8), "10,001 columns", "ingest.max-columns");
  }

  @Test
  void tooManyFiles() throws IOException {
    Files.writeString(folder.resolve("log/b.csv"), HEADER + ROWS);
    TestNight night = night("log", "csv", "ingest.max-files=1");
    UserError e = assertThrows(UserError.class, () -> night.run(new IngestJob(), Lane.SERVE));
    assertTrue(e.getMessage().contains("more than 1 files"), e.getMessage());
    night("log", "csv", "ingest.max-files=2").run(new IngestJob(), Lane.SERVE);
  }

  @Test
  void theFileDeliveredWholeIsTakenByTheSameNight() throws IOException {
    byte[] whole = gzip(HEADER + "u2,i2,view,2026-01-02\n");
    refused("b.csv.gz", Arrays.copyOf(whole, whole.length - 9));
    Files.write(folder.resolve("log/b.csv.gz"), whole);
    TestNight night = night("log", "csv");
    night.run(new IngestJob(), Lane.SERVE);
    assertEquals(2, night.snapshot(Table.EVENTS, Lane.SERVE).manifest().rows());
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }
}
