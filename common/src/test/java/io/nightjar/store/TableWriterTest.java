package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.nightjar.config.StoreConfig;
import io.nightjar.schema.Table;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TableWriterTest {
  @ParameterizedTest
  @CsvSource({
    "EVENTS, 0, 100, 1",
    "EVENTS, 100, 100, 1",
    "EVENTS, 101, 100, 2",
    "RECOMMENDATIONS, 10, 100, 1",
    "RECOMMENDATIONS, 11, 100, 2",
    "USER_FACTORS, 3, 5, 3"
  })
  void filesOfWideRowsHoldATenth(Table table, long rows, long rowsPerFile, int files) {
    StoreConfig config = new StoreConfig(rowsPerFile, StoreConfig.Compression.ZSTD);
    assertEquals(files, TableWriter.files(table, rows, config));
  }
}
