package io.nightjar.ingest;

import io.nightjar.SharedSpark;
import io.nightjar.config.FilesConfig;
import io.nightjar.config.FilesConfig.Format;
import io.nightjar.config.IngestConfig;
import io.nightjar.config.IngestConfig.CatalogueMode;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.config.IngestConfig.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Small files, their descriptions, and short ways to say what was read. */
final class Fixture {
  static final LocalDate DATE = LocalDate.parse("2026-01-31");
  static final Set<String> TYPES = Set.of("view", "purchase");

  private Fixture() {}

  static FilesConfig files(String path, Format format, String delimiter, String... columns) {
    return new FilesConfig(
        path, format, delimiter, "\"", columns.length == 0, "UTF-8", List.of(columns));
  }

  /** Users by their ids, none of them erased. */
  static final UserNames NAMES = new UserNames(Optional.empty(), Optional.empty(), 100);

  /** Comma-separated with a header. */
  static FilesConfig csv(Path path) {
    return files(path.toString(), Format.CSV, ",");
  }

  /** Events with the columns user, item, event, value and time. */
  static EventSource events(FilesConfig files) {
    return new EventSource(
        files, "user", "item", "event", Optional.of("value"), "time", "iso-8601", "UTC", Map.of());
  }

  static IngestConfig config() {
    return new IngestConfig(
        Optional.empty(),
        Map.of(),
        Map.of(),
        Map.of(),
        CatalogueMode.REPLACE,
        12,
        200,
        30,
        5,
        10,
        new IngestConfig.Pseudonyms(Optional.empty(), 1),
        new Limits(0.05, 0.01, 0.5, 7));
  }

  static Dataset<Row> read(EventSource source) {
    return EventRows.read(SharedSpark.session(), "log", source, config(), TYPES, NAMES, DATE);
  }

  static Path write(Path file, String... lines) throws IOException {
    Files.createDirectories(file.getParent());
    return Files.write(file, String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  /** The columns of all rows, joined with {@code |}, sorted. */
  static List<String> strings(Dataset<Row> rows) {
    return rows.collectAsList().stream()
        .map(row -> row.mkString("|"))
        .sorted(Comparator.naturalOrder())
        .toList();
  }
}
