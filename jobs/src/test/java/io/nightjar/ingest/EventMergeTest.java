package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.config.IngestConfig.EventSource;
import io.nightjar.schema.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventMergeTest {
  private static final SparkSession SPARK = SharedSpark.session();
  private static final String[] EVENTS = Table.EVENTS.schema().fieldNames();

  @TempDir private Path folder;

  private Dataset<Row> read(String source, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines);
    all.add(0, "user,item,event,value,time,place");
    Path file = Fixture.write(folder.resolve(source + ".csv"), all.toArray(new String[0]));
    var config = Fixture.events(Fixture.csv(file));
    var placed =
        new EventSource(
            config.files(),
            "user",
            "item",
            "event",
            Optional.of("value"),
            "time",
            "iso-8601",
            "UTC",
            Map.of("place", "place", "app", "'x'"));
    return EventRows.read(
        SPARK, source, placed, Fixture.config(), Fixture.TYPES, Fixture.NAMES, Fixture.DATE);
  }

  private static Dataset<Row> none() {
    return SPARK.createDataFrame(List.of(), Table.EVENTS.schema());
  }

  private static Dataset<Row> merge(Dataset<Row> existing, Dataset<Row> rows) {
    return EventMerge.distinct(EventMerge.union(existing, rows, List.of("web", "app")));
  }

  private static Map<String, Long> accepted(Dataset<Row> merged) {
    Map<String, Long> counts = new HashMap<>();
    for (Row row : merged.groupBy(EventMerge.ORIGIN).count().collectAsList()) {
      if (row.getLong(0) > 0) {
        counts.put(row.getLong(0) == 1 ? "app" : "web", row.getLong(1));
      }
    }
    return counts;
  }

  private static List<String> events(Dataset<Row> merged) {
    return Fixture.strings(
        merged.select("user_id", List.of(EVENTS).subList(1, EVENTS.length).toArray(new String[0])));
  }

  @Test
  void eachEventIsKeptOnceWithinAndAcrossSourcesAndNights() throws IOException {
    List<String> first =
        List.of(
            "u1,i1,view,,2026-01-01,home",
            "u1,i1,view,,2026-01-01,home",
            "u1,i1,view,0,2026-01-01,home",
            "u1,i1,view,-0,2026-01-01,home",
            "u1,i1,view,,2026-01-01,",
            "u1,i1,view,,2026-01-01T00:00:00.000001Z,home",
            "u1,e\u0301,view,,2026-01-01,home",
            "u1,\u00e9,view,,2026-01-01,home",
            ",i1,view,,2026-01-01,home");
    List<String> second = List.of("u1,i1,view,,2026-01-01,home", "u2,i1,view,,2026-01-02,home");
    Dataset<Row> night = read("web", first).union(read("app", second));

    Dataset<Row> merged = merge(none(), night);
    assertEquals(Map.of("app", 2L, "web", 5L), accepted(merged));
    assertEquals(7, merged.count());
    assertEquals(List.of(EVENTS), List.of(merged.columns()).subList(0, EVENTS.length));
    assertEquals(
        List.of(10L),
        merged
            .groupBy()
            .sum(EventMerge.TIMES)
            .as(org.apache.spark.sql.Encoders.LONG())
            .collectAsList());

    Tally tally = Tally.ofEvents(Alike.of(night), List.of("web", "app"));
    assertEquals("[2026-01-01, 2026-01-02]", tally.days().keySet().toString());
    assertEquals(
        List.of(
            new SourceCounts("app", 2, 2, 0, new TreeMap<>()),
            new SourceCounts("web", 9, 5, 3, new TreeMap<>(Map.of("blank_user", 1L)))),
        tally.counts(accepted(merged)));

    Dataset<Row> again = merge(merged, night);
    assertEquals(Map.of(), accepted(again));
    assertEquals(events(merged), events(again));
    assertEquals(
        new SourceCounts("web", 9, 0, 8, new TreeMap<>(Map.of("blank_user", 1L))),
        tally.counts(accepted(again)).get(1));
  }

  @Test
  void orderAndPartitionsDoNotMatter() throws IOException {
    List<String> lines = new ArrayList<>();
    Random random = new Random(7);
    for (int i = 0; i < 300; i++) {
      lines.add("u" + random.nextInt(5) + ",i" + random.nextInt(5) + ",view,,2026-01-01,p" + i % 2);
    }
    List<String> once = events(merge(none(), read("web", lines)));
    Collections.shuffle(lines, random);
    Dataset<Row> shuffled = read("web", lines).repartition(7);
    assertEquals(once, events(merge(none(), shuffled)));
    assertEquals(lines.stream().distinct().count(), once.size());
  }
}
