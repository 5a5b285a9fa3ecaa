package io.nightjar.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.nightjar.SharedSpark;
import io.nightjar.config.FilesConfig.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FilePartTest {
  @TempDir private Path folder;

  @Test
  void aLargeFileIsManyPartsAndACompressedOneIsOne() throws IOException {
    List<FileStatus> files = List.of(file("large", 1_000), file("small", 10), file("c.gz", 900));

    List<FilePart[]> tasks = FilePart.ofAll(session(256, 0), files).collect();

    List<FilePart> parts = new ArrayList<>();
    tasks.forEach(task -> parts.addAll(Arrays.asList(task)));
    assertEquals(
        Set.of(
            new FilePart(files.get(0).getPath(), 0, 256, 1_000),
            new FilePart(files.get(0).getPath(), 256, 512, 1_000),
            new FilePart(files.get(0).getPath(), 512, 768, 1_000),
            new FilePart(files.get(0).getPath(), 768, 1_000, 1_000),
            new FilePart(files.get(1).getPath(), 0, 10, 10),
            new FilePart(files.get(2).getPath(), 0, 900, 900)),
        new HashSet<>(parts));
    assertEquals(6, parts.size());
    // The last 232 bytes of one and the 10 of another.
    assertEquals(5, tasks.size());
  }

  @Test
  void smallFilesAreReadTogetherAsFarAsOpeningThemIsCheap() throws IOException {
    List<FileStatus> files = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      files.add(file("f" + i, 10));
    }

    assertEquals(2, FilePart.ofAll(session(100, 0), files).count());
    assertEquals(10, FilePart.ofAll(session(100, 50), files).count());
    assertEquals(0, FilePart.ofAll(session(100, 0), List.of()).count());
  }

  @Test
  void rowsOfManyPartsAreThoseOfTheFile() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      lines.add("u" + "x".repeat(i % 7) + ",i" + i);
    }
    Path log = Files.writeString(folder.resolve("log.csv"), "user,item\n");
    Files.write(log, lines, StandardOpenOption.APPEND);
    SparkSession session = session(64, 0);
    Source source =
        Source.open(
            session,
            "log",
            Fixture.files(log.toString(), Format.CSV, ","),
            Fixture.DATE,
            new InputBounds(100, 10, 10, 10));

    List<Row> rows = source.rows(Set.of("user", "item")).collectAsList();

    List<Row> inOrder = new ArrayList<>(rows);
    inOrder.sort((a, b) -> Long.compare(a.getLong(3), b.getLong(3)));
    assertEquals(
        lines, inOrder.stream().map(row -> row.getAs("user") + "," + row.getAs("item")).toList());
    assertEquals(lines.size(), rows.stream().map(row -> row.getLong(3)).distinct().count());
    assertTrue(source.rows(Set.of()).toJavaRDD().getNumPartitions() > 20);
  }

  private FileStatus file(String name, int bytes) throws IOException {
    Path file = Files.write(folder.resolve(name), new byte[bytes]);
    return FileSystem.getLocal(new Configuration())
        .getFileStatus(new org.apache.hadoop.fs.Path(file.toUri()));
  }

  private static SparkSession session(long most, long opening) {
    SparkSession session = SharedSpark.session().newSession();
    session.conf().set("spark.sql.files.maxPartitionBytes", most);
    session.conf().set("spark.sql.files.openCostInBytes", opening);
    return session;
  }
}
