package io.nightjar.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Columns;
import io.nightjar.store.Erasure;
import io.nightjar.store.SnapshotStore;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UserNamesTest {
  @TempDir private Path folder;

  @Test
  void nothingIsKeptOfALineThatNamesSomebodyErased() {
    SnapshotStore store =
        new SnapshotStore(
            SharedSpark.session(),
            folder.toString(),
            new StoreConfig(10, StoreConfig.Compression.ZSTD));
    Erasure.run(store, List.of("u7", "ann.o@x.org", "a b", "=7="));
    List<String> gone =
        List.of(
            "u7",
            "u7,i1,view",
            "i1;\"u7",
            "GET /?user=u7&item=i1",
            "\u0000u7\u0000",
            "<b>ann.o@x.org</b>",
            "x\ta b\ty",
            "see a b.",
            "\u00fcu7",
            "u7ü7x",
            ",".repeat(1_000),
            "=7=,i1");
    List<String> kept = List.of("u77,i1,view", "xu7,i1", "ann.o", "a,b", "=7");
    UserNames names = UserNames.of(Fixture.config(), store);
    StructType schema =
        new StructType()
            .add(Source.RAW, DataTypes.BinaryType)
            .add(Columns.REASON, DataTypes.StringType);

    for (List<String> lines : List.of(gone, kept)) {
      List<Row> rows =
          lines.stream()
              .map(line -> RowFactory.create(line.getBytes(UTF_8), Reason.COLUMN_COUNT.code()))
              .toList();
      List<String> found =
          SharedSpark.session()
              .createDataFrame(rows, schema)
              .select(names.rawOfBad().cast("string"))
              .collectAsList()
              .stream()
              .map(row -> row.getString(0))
              .toList();
      assertEquals(lines == gone ? lines.stream().map(line -> "").toList() : lines, found);
    }
  }
}
