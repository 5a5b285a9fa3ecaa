package io.nightjar.report;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.Lineage;
import io.nightjar.store.Snapshot;
import io.nightjar.store.SnapshotStore;
import io.nightjar.store.TableId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** A store of a test's own, and rows for its tables. */
final class TestWarehouse {
  final SnapshotStore store;

  TestWarehouse(Path folder) {
    store =
        new SnapshotStore(
            SharedSpark.session(),
            folder.toString(),
            new StoreConfig(1_000, StoreConfig.Compression.ZSTD));
  }

  Snapshot commit(Table table, LocalDate date, Map<String, Long> counts, Row... rows) {
    return store
        .draft(
            TableId.of(table, Lane.SERVE),
            new Lineage(date, "test", "run", "1", "c", new TreeMap<>(), "f"))
        .counts(counts)
        .commit(SharedSpark.session().createDataFrame(List.of(rows), table.schema()));
  }

  static Row event(String user, String item, String type, LocalDate date) {
    return RowFactory.create(
        user,
        item,
        type,
        null,
        Timestamp.valueOf(date.atTime(12, 0)),
        Map.of(),
        Date.valueOf(date));
  }

  static Row quarantined(String source, String file, String reason, String raw) {
    return RowFactory.create(source, file, reason, raw.getBytes(StandardCharsets.UTF_8));
  }

  static Row interaction(int user, int item) {
    return RowFactory.create(user, item, 1f, true, new Timestamp(0), true);
  }

  static Row metric(String model, String metric, int k, double value) {
    Double p = model.equals("popularity") ? null : 0.001;
    return RowFactory.create(model, metric, k, value, value / 2, value * 3 / 2, p, null);
  }
}
