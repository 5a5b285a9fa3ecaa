package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.config.IngestConfig;
import io.nightjar.config.IngestConfig.CatalogueMode;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the generator says it wrote is what ingest counts. */
class SampleDataTest {
  private static final IngestConfig CONFIG =
      new IngestConfig(
          Optional.empty(),
          Map.of(),
          Map.of(),
          Map.of(),
          CatalogueMode.REPLACE,
          4096,
          1 << 20,
          100,
          100,
          100,
          new IngestConfig.Pseudonyms(Optional.empty(), 1),
          null);

  @ParameterizedTest
  @ValueSource(strings = {"../sample-data", "../sample-data/malformed"})
  void countsAreThoseExpected(String folder) throws IOException {
    SparkSession spark = SharedSpark.session();
    EventSource source =
        new EventSource(
            Fixture.csv(Path.of(folder, "events")),
            "user_id",
            "item_id",
            "event",
            Optional.of("value"),
            "time",
            "iso-8601",
            "UTC",
            Map.of("device", "device"));
    Dataset<Row> rows =
        EventRows.read(
                spark,
                "shop",
                source,
                CONFIG,
                Set.of("view", "cart", "purchase", "rating"),
                Fixture.NAMES,
                LocalDate.parse("2026-01-28"))
            .cache();
    Dataset<Row> none = spark.createDataFrame(List.of(), Table.EVENTS.schema());
    long accepted = EventMerge.distinct(EventMerge.union(none, rows, List.of("shop"))).count();
    SourceCounts counts =
        Tally.ofEvents(Alike.of(rows), List.of("shop")).counts(Map.of("shop", accepted)).get(0);
    rows.unpersist();

    SortedMap<String, Long> found = new TreeMap<>(counts.quarantined());
    found.put("accepted", counts.accepted());
    found.put("duplicate", counts.duplicate());
    assertEquals(expected(Path.of(folder, "expected.tsv")), found);
  }

  private static SortedMap<String, Long> expected(Path file) throws IOException {
    SortedMap<String, Long> counts = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int tab = line.indexOf('\t');
      counts.put(line.substring(0, tab), Long.valueOf(line.substring(tab + 1)));
    }
    return counts;
  }
}
