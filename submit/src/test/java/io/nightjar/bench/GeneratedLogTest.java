package io.nightjar.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.config.ConfigLoader;
import io.nightjar.config.ConfigText;
import io.nightjar.config.NightjarConfig;
import io.nightjar.generate.Generator;
import io.nightjar.generate.LogWriter;
import io.nightjar.ingest.IngestJob;
import io.nightjar.night.Night;
import io.nightjar.night.Stage;
import io.nightjar.run.Overrides;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bench's own configuration reads what the generator writes, of whatever size. */
class GeneratedLogTest {
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 27);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void isReadHoweverManyFilesADayHas(int filesPerDay) throws IOException {
    SparkSession spark = SharedSpark.session();
    Path log = folder.resolve("log");
    Map<String, Long> written =
        LogWriter.write(
            spark, new Generator.Spec(20, 15, 2, 300, 42, FIRST, 0, filesPerDay), log.toString());
    String warehouse = folder.resolve("warehouse").toString();
    NightjarConfig config =
        ConfigLoader.load(
                List.of(ConfigText.read("../conf/bench.yaml")),
                List.of("ingest.folder=" + log, "warehouse=" + warehouse))
            .config();
    SnapshotStore store = new SnapshotStore(spark, warehouse, config.store());
    new Night(spark, config, store, new StepLines("test", line -> {}), false, Overrides.NONE)
        .run(new Stage(new IngestJob(), Lane.SERVE), FIRST.plusDays(1));

    var counts =
        store
            .find(TableId.of(Table.EVENTS, Lane.SERVE), FIRST.plusDays(1))
            .orElseThrow()
            .manifest()
            .counts();
    assertEquals(300, written.get("accepted"), "as the generator was told");
    assertEquals(300, counts.get("accepted"));
    assertEquals(written.get("duplicate"), counts.get("duplicate"));
  }
}
