package io.nightjar.night;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nightjar.schema.Table;
import io.nightjar.store.Lane;
import io.nightjar.store.TableId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The files of a warehouse on a local disk, read without Nightjar's own store. */
public final class WarehouseFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private WarehouseFiles() {}

  /**
   * SHA-256 of every Parquet file of a night by {@code <table>/<name within the snapshot>}, of the
   * bytes on disk. Every table of both lanes must be there.
   */
  public static SortedMap<String, String> hashes(Path warehouse, LocalDate date)
      throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    for (Table table : Table.values()) {
      for (Lane lane : Lane.values()) {
        hashes.putAll(hashes(warehouse, TableId.of(table, lane), date));
      }
    }
    return hashes;
  }

  /** The same of one table. */
  public static SortedMap<String, String> hashes(Path warehouse, TableId id, LocalDate date)
      throws IOException {
    Path folder = warehouse.resolve(id.path());
    SortedMap<String, String> hashes = new TreeMap<>();
    for (JsonNode file : manifest(folder, date).path("files")) {
      String attemptAndName = file.path("path").asText();
      String name = attemptAndName.substring(attemptAndName.indexOf('/') + 1);
      String hash = sha256(folder.resolve("data").resolve(attemptAndName));
      assertEquals(file.path("sha256").asText(), hash, folder + " " + attemptAndName);
      hashes.put(id.path() + "/" + name, hash);
    }
    return hashes;
  }

  /**
   * SHA-256 of every file by its path, but for those of the reports and of the lock, of which each
   * run has its own.
   */
  public static SortedMap<String, String> everything(Path warehouse) throws IOException {
    SortedMap<String, String> hashes = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(warehouse)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        String name = warehouse.relativize(path).toString();
        if (!name.startsWith("reports/") && !name.startsWith("_lock/")) {
          hashes.put(name, sha256(path));
        }
      }
    }
    return hashes;
  }

  /** The newest manifest of a date. */
  private static JsonNode manifest(Path folder, LocalDate date) throws IOException {
    JsonNode manifest = null;
    for (int i = 1; Files.exists(folder.resolve("_snapshots/" + i + ".json")); i++) {
      JsonNode commit = JSON.readTree(folder.resolve("_snapshots/" + i + ".json").toFile());
      if (commit.path("date").asText().equals(date.toString())) {
        manifest =
            JSON.readTree(folder.resolve("data/" + commit.path("manifest").asText()).toFile());
      }
    }
    if (manifest == null) {
      throw new AssertionError(folder + " has no snapshot for " + date);
    }
    return manifest;
  }

  private static String sha256(Path file) throws IOException {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
