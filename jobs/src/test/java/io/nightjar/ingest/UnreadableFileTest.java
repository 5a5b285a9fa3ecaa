package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.StoreConfig;
import io.nightjar.run.UserError;
import io.nightjar.store.SnapshotStore;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnreadableFileTest {
  @TempDir private Path folder;

  @Test
  void aFileOfTheInputIsNamed() throws IOException {
    Path file = Fixture.write(folder.resolve("w-logs/a.csv.gz"), "no gzip file");
    UserError e = assertThrows(UserError.class, () -> read(file));
    assertTrue(
        e.getMessage().startsWith("Cannot read file://" + file + " to its end: not a gzip file"),
        e.getMessage());
  }

  /** Of them the store says what is wrong. */
  @Test
  void aFileOfTheWarehouseIsNotTakenForInput() throws IOException {
    Path file = Fixture.write(folder.resolve("w/events/a.csv.gz"), "no gzip file");
    assertThrows(SparkException.class, () -> read(file));
  }

  @Test
  void whatFailsOtherwiseIsLeftAsItIs() {
    IllegalStateException odd = new IllegalStateException("odd");
    Runnable work =
        () -> {
          throw odd;
        };
    assertSame(
        odd,
        assertThrows(IllegalStateException.class, () -> UnreadableFile.named(warehouse(), work)));
  }

  private void read(Path file) {
    UnreadableFile.named(
        warehouse(), () -> SharedSpark.session().read().text(file.toString()).collectAsList());
  }

  /** Named as a configuration may: from the folder where the run was started. */
  private org.apache.hadoop.fs.Path warehouse() {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.resolve("w"));
    StoreConfig config = new StoreConfig(10, StoreConfig.Compression.ZSTD);
    return new SnapshotStore(SharedSpark.session(), relative.toString(), config).warehouse();
  }
}
