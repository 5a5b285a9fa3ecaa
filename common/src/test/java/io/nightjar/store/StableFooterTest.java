package io.nightjar.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.Util;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StableFooterTest {
  private static final int TAIL = 8;

  @TempDir private Path folder;

  @Test
  void filesThatDifferInTheOrderOfEncodingsBecomeEqual() throws IOException {
    Path one = write();
    byte[] bytes = Files.readAllBytes(one);
    Path other = Files.createDirectory(folder.resolve("other")).resolve("part-00000.parquet");
    Files.write(other, withEncodingsReversed(bytes));
    assertFalse(Arrays.equals(bytes, Files.readAllBytes(other)), "another JVM's file differs");

    give(one);
    give(other);

    byte[] stable = Files.readAllBytes(one);
    assertArrayEquals(stable, Files.readAllBytes(other));
    for (ColumnChunk column : footer(stable).getRow_groups().get(0).getColumns()) {
      List<Encoding> encodings = column.getMeta_data().getEncodings();
      assertTrue(encodings.size() > 1, encodings.toString());
      assertEquals(encodings.stream().sorted().toList(), encodings);
    }
  }

  @Test
  void rowsStayAndNothingIsLeftBeside() throws IOException {
    Path file = write();
    Files.write(file, withEncodingsReversed(Files.readAllBytes(file)));
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));

    give(file);
    give(file);

    SparkSession spark = SharedSpark.session();
    assertEquals(
        List.of("0|a0", "1|a1", "2|a0", "3|a1"),
        spark.read().parquet(file.toString()).collectAsList().stream()
            .map(row -> row.mkString("|"))
            .toList());
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(file.getParent(), "*.stable*")) {
      files.forEach(path -> names.add(path.toString()));
    }
    assertEquals(List.of(), names);
  }

  private Path write() throws IOException {
    Path out = folder.resolve("table");
    SharedSpark.session()
        .range(0, 4, 1, 1)
        .selectExpr("string(id) id", "concat('a', id % 2) a")
        .write()
        .parquet(out.toString());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "part-*.parquet")) {
      return files.iterator().next();
    }
  }

  private static void give(Path file) throws IOException {
    StableFooter.give(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration());
  }

  private static byte[] withEncodingsReversed(byte[] file) throws IOException {
    FileMetaData data = footer(file);
    for (ColumnChunk column : data.getRow_groups().get(0).getColumns()) {
      List<Encoding> encodings = new ArrayList<>(column.getMeta_data().getEncodings());
      Collections.reverse(encodings);
      column.getMeta_data().setEncodings(encodings);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(file, 0, file.length - TAIL - footerLength(file));
    Util.writeFileMetaData(data, out);
    out.write(file, file.length - TAIL, TAIL); // Its length is the same in any order.
    return out.toByteArray();
  }

  private static FileMetaData footer(byte[] file) throws IOException {
    int length = footerLength(file);
    return Util.readFileMetaData(
        new ByteArrayInputStream(file, file.length - TAIL - length, length));
  }

  private static int footerLength(byte[] file) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(file.length - TAIL);
  }
}
